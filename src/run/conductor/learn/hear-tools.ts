/** Which tools an app offers to the model without forcing one, which mocks leave alone by default, and what came of them. */
import type { Spent } from '../../../catalog/answers/locate.js';
import { readWatermark } from '../../../catalog/answers/watermark.js';
import { providerById } from '../../../catalog/providers/shelf.js';
import type { Upstream } from '../../../model/scenario.js';
import type { Address } from '../../contract.js';
import { hearRequests } from '../preflight/hear.js';

export interface ToolsHeard {
  /** By name, in the order in which they were offered. */
  of(upstream: string): readonly string[];
  /** Nonces that the app has sent back to the model beside the result of a tool: no answer of theirs is the last. */
  readonly spent: Spent;
  end(): void;
}

export function hearTools(
  upstreams: readonly Pick<Upstream, 'name' | 'provider'>[],
  addresses: ReadonlyMap<string, Address>,
): ToolsHeard {
  const providerOf = new Map(upstreams.map(({ name, provider }) => [name, providerById(provider)]));
  const heard = new Map<string, Set<string>>();
  const spent = new Set<string>();
  const note = (upstream: string, [method, url]: readonly [string, string], body: string): void => {
    const [path = ''] = url.split('?');
    const read = providerOf.get(upstream)?.read({ method, path, headers: {}, body });
    if (read?.kind !== 'call') return;
    if (read.call.hasToolResult) for (const nonce of readWatermark(body).nonces) spent.add(nonce);
    if (read.call.toolChoice.kind !== 'free') return;
    const names = heard.get(upstream) ?? new Set();
    for (const { name } of read.call.tools) names.add(name);
    heard.set(upstream, names);
  };
  const end = hearRequests(addresses, (upstream, request) => {
    const { method = '', url = '' } = request;
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => note(upstream, [method, url], Buffer.concat(pieces).toString('utf8')));
  });
  return { of: (upstream) => [...(heard.get(upstream) ?? [])], spent, end };
}
