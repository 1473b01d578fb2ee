/** What the subject is told: where our mocks are, for every provider that we know, and a harmless key. */
import { harmlessKey } from '../../catalog/answers/canary.js';
import { providerById } from '../../catalog/providers/shelf.js';
import type { Plan } from '../../model/plan.js';
import type { Upstream } from '../../model/scenario.js';
import type { Address } from '../contract.js';
import { resolved } from '../resolved.js';

export interface EnvironmentFrom {
  readonly plan: Pick<Plan, 'upstreams' | 'proxies'>;
  readonly addresses: ReadonlyMap<string, Address>;
  readonly traps: ReadonlyMap<string, Address>;
}

export function subjectEnvironment({ plan, addresses, traps }: EnvironmentFrom): Record<string, string> {
  const env: Record<string, string> = {};
  for (const [provider, { url }] of traps) Object.assign(env, providerById(provider)?.env(url));
  // Where two upstreams speak one dialect, its variable leads to the first; the other needs a name of its own.
  for (const upstream of plan.upstreams.toReversed()) {
    const address = addresses.get(upstream.name);
    if (address !== undefined) Object.assign(env, providerById(upstream.provider)?.env(address.url));
  }
  for (const upstream of plan.upstreams) {
    const address = addresses.get(upstream.name);
    if (address !== undefined) Object.assign(env, named(upstream, address));
  }
  for (const proxy of plan.proxies) {
    const address = addresses.get(proxy.name);
    if (address !== undefined) Object.assign(env, filled(proxy.env, address));
  }
  return env;
}

function named(upstream: Upstream, address: Address): Record<string, string> {
  return filled(upstream.env, address, harmlessKey(upstream.provider));
}

function filled(
  written: Readonly<Record<string, string>>,
  { url, host, port }: Address,
  key = '',
): Record<string, string> {
  const values: Readonly<Record<string, string>> = { url, host, port: String(port), key };
  return Object.fromEntries(
    Object.entries(written).map(([name, text]) => [
      name,
      resolved(
        text.replaceAll(/\{\{\s*(url|host|port|key)\s*\}\}/g, (whole, word: string) => values[word] ?? whole),
        `env.${name}`,
      ),
    ]),
  );
}
