/**
 * Names of upstreams, looked up few at once: a resolver that doesn't answer holds a thread of a small
 * pool, and whoever else asks for a name would wait behind it.
 */
import { lookup, type LookupAddress } from 'node:dns';
import type { LookupFunction } from 'node:net';

type Found = (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void;
export type AskForName = (name: string, found: Found) => void;

const AT_ONCE = 2;

const LOCALHOST: readonly LookupAddress[] = [
  { address: '::1', family: 6 },
  { address: '127.0.0.1', family: 4 },
];

export function isLocalhost(name: string): boolean {
  return name.toLowerCase() === 'localhost';
}

/** Whoever asks for a name that is being asked for already gets the same answer, as with Go. */
export function lookupsOf(ask: AskForName): LookupFunction {
  const asked = new Map<string, Found[]>();
  const waiting: string[] = [];
  let running = 0;
  const next = (): void => {
    const name = running < AT_ONCE ? waiting.shift() : undefined;
    if (name === undefined) return;
    running += 1;
    ask(name, (...answer) => {
      running -= 1;
      const askers = asked.get(name) ?? [];
      asked.delete(name);
      for (const found of askers) found(...answer);
      next();
    });
  };
  return (name, _, found) => {
    if (isLocalhost(name)) {
      process.nextTick(found, null, [...LOCALHOST]);
      return;
    }
    const askers = asked.get(name);
    if (askers !== undefined) {
      askers.push(found);
      return;
    }
    asked.set(name, [found]);
    waiting.push(name);
    next();
  };
}

export const lookupOfDials = lookupsOf((name, found) => lookup(name, { all: true }, found));
