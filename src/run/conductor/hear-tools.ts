/** Which tools an app offers to the model without forcing one: mocks leave them alone unless they are told to call them. */
import { providerById } from '../../catalog/providers/shelf.js';
import type { Upstream } from '../../model/scenario.js';
import type { Address } from '../contract.js';
import { hearRequests } from './hear.js';

export interface ToolsHeard {
  /** By name, in the order in which they were offered. */
  of(upstream: string): readonly string[];
  end(): void;
}

export function hearTools(
  upstreams: readonly Pick<Upstream, 'name' | 'provider'>[],
  addresses: ReadonlyMap<string, Address>,
): ToolsHeard {
  const providerOf = new Map(upstreams.map(({ name, provider }) => [name, providerById(provider)]));
  const heard = new Map<string, Set<string>>();
  const note = (upstream: string, [method, url]: readonly [string, string], body: string): void => {
    const [path = ''] = url.split('?');
    const read = providerOf.get(upstream)?.read({ method, path, headers: {}, body });
    if (read?.kind !== 'call' || read.call.toolChoice.kind !== 'free') return;
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
  return { of: (upstream) => [...(heard.get(upstream) ?? [])], end };
}
