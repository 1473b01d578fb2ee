/** Proxies and toxics as clients see them. */
import type { ProxyState, ToxicSetting } from '../contract.js';
import { object, print, single, type Printable } from './print.js';

export function printProxy(proxy: ProxyState): string {
  return print(proxyOf(proxy));
}

/** By name, in the order of their bytes. */
export function printProxies(proxies: readonly ProxyState[]): string {
  const sorted = [...proxies].sort((one, other) =>
    Buffer.compare(Buffer.from(one.name), Buffer.from(other.name)),
  );
  return print(object(...sorted.map((proxy) => [proxy.name, proxyOf(proxy)] as const)));
}

export function printPopulated(
  proxies: readonly ProxyState[],
  failure: { readonly status: number; readonly message: string } | null,
): string {
  return print(
    object(
      ...(failure === null ? [] : [['error', failure.message] as const, ['status', failure.status] as const]),
      ['proxies', proxies.length === 0 ? null : proxies.map(proxyOf)],
    ),
  );
}

export function printToxic(toxic: ToxicSetting): string {
  return print(toxicOf(toxic));
}

export function printToxics(toxics: readonly ToxicSetting[]): string {
  return print(toxics.map(toxicOf));
}

export function printFailure({
  status,
  message,
}: {
  readonly status: number;
  readonly message: string;
}): string {
  return `${print(object(['error', message], ['status', status]))}\n`;
}

function proxyOf({ name, listen, upstream, enabled, toxics }: ProxyState): Printable {
  return object(
    ['name', name],
    ['listen', listen],
    ['upstream', upstream],
    ['enabled', enabled],
    // An accident of the original that its clients have come to read.
    ['Logger', object()],
    ['toxics', toxics.map(toxicOf)],
  );
}

function toxicOf({ name, toxic, streamAsSent, toxicity, attributes, connections }: ToxicSetting): Printable {
  const switches = new Set(
    toxic.attributes.filter(({ written }) => written === 'switch').map((attribute) => attribute.name),
  );
  const values = [...attributes].map(
    ([key, value]) => [key, switches.has(key) ? Number(value) !== 0 : value] as const,
  );
  return object(
    ['attributes', object(...values)],
    ['name', name],
    ['type', toxic.type],
    ['stream', streamAsSent],
    ['toxicity', single(toxicity)],
    ...(connections === null ? [] : [['connections', connections] as const]),
  );
}
