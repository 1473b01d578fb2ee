/** Calls to what a provider has and our mock of it has not: no fault of the app, so it is told before anything else. */
import type { Provider } from '../../../catalog/providers/provider.js';
import { providerById } from '../../../catalog/providers/shelf.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Upstream } from '../../../model/scenario.js';
import type { Address } from '../../contract.js';
import { hearRequests } from './hear.js';

export interface Unspoken {
  /** Null where every route was one that we know. */
  error(): BrownoutError | null;
  /** True where the app has asked for nothing else. */
  isAll(): boolean;
  end(): void;
}

export function hearUnspoken(
  upstreams: readonly Pick<Upstream, 'name' | 'provider'>[],
  addresses: ReadonlyMap<string, Address>,
): Unspoken {
  const providerOf = new Map(upstreams.map(({ name, provider }) => [name, providerById(provider)]));
  let first: { readonly provider: Provider; readonly route: string } | null = null;
  let known = 0;
  const end = hearRequests(addresses, (name, { method = '', url = '' }) => {
    const provider = providerOf.get(name);
    if (provider === undefined) return;
    const [path = ''] = url.split('?');
    const read = provider.read({ method, path, headers: {}, body: '' });
    if (read.kind !== 'refused' || read.refusal.reason !== 'unknown-route') known += 1;
    else first ??= { provider, route: `${method} ${path}` };
  });
  return {
    error: () => (first === null ? null : notSpoken(first.provider, first.route)),
    isAll: () => first !== null && known === 0,
    end,
  };
}

export function notSpoken(provider: Provider, route: string): BrownoutError {
  const detour = provider.detours.find(({ of }) => route.endsWith(of));
  return new BrownoutError({
    code: 'unspoken',
    ending: 'not-testable',
    message: `the app calls ${route}, which the mock of ${provider.id} does not speak: it was answered with 404`,
    hints: [
      `Spoken are ${provider.speaks}.`,
      ...(detour === undefined ? [] : [detour.say]),
      'Nothing was injected and nothing was graded.',
    ],
  });
}
