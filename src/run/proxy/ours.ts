/** Names of what we make on a server that others use too: they say whose it is, and when it may go. */
import { randomBytes } from 'node:crypto';
import type { Plan } from '../../model/plan.js';
import type { Millis } from '../../model/units.js';

const MARK = 'brownout';
/** After the plan's own end. */
const SPARE: Millis = 15 * 60_000;
const OURS = /^brownout-[0-9a-f]{12}-(\d{10})-/;

/** `brownout-<run>-<second of the Unix epoch from which anybody may remove it>-` */
export function prefixOf({ phases, limits }: Plan, wallTime: Millis): string {
  const lasts = (phases.at(-1)?.closes ?? 0) + limits.drain + SPARE;
  return `${MARK}-${randomBytes(6).toString('hex')}-${Math.ceil((wallTime + lasts) / 1_000)}-`;
}

export function nameOfOurs(prefix: string, name: string): string {
  return `${prefix}${name}`;
}

/** True for a proxy of a run of ours whose time to live is over. */
export function isExpired(name: string, wallTime: Millis): boolean {
  const until = OURS.exec(name)?.[1];
  return until !== undefined && Number(until) * 1_000 < wallTime;
}

export function nameOfToxic(window: string, stream: 'upstream' | 'downstream'): string {
  return `${window}-${stream}`;
}

/** The other way round; null for what we didn't name. */
export function windowOfToxic(name: string): string | null {
  return /^(n\d+)-(?:up|down)stream$/.exec(name)?.[1] ?? null;
}

export function frontOf(name: string): string | null {
  const found = OURS.exec(name);
  return found === null ? null : name.slice(found[0].length);
}
