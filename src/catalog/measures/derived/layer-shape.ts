/**
 * How many layers of an app retry at one upstream, and how the attempts of a call are shared out among them.
 * Three things tell it, the surest first:
 *
 * 1. **Counts**: the SDK's retry-count header (`layers.ts`). Certain, call by call.
 * 2. **Bodies**: a layer that only repeats sends the same bytes, so where the body changes, the layer around it
 *    began anew. Taken where at least nine in ten of the calls that gave up changed it at the same places: after
 *    every m tries are two layers, after each try is one. Nearly certain.
 * 3. **Waits**: see `layer-waits.ts`. Likely: an app that was built to look like two layers would pass for them.
 *
 * 2 and 3 look at calls that gave up by themselves (`exhausted-calls.ts`), at least 20, of which nine in ten made the
 * same number of tries: of two layers that is (n₁ + 1)(n₂ + 1). Waits that a Retry-After asked for tell nothing.
 * What none of the three can tell is not known, and is never taken for one layer.
 */
import { howMany, type List, type Picked } from '../../../kit/list.js';
import type { Scope } from '../../../model/measurement.js';
import type { Call } from './calls.js';
import { exhaustedOf, isServerLed, waitsIn } from './exhausted-calls.js';
import { hedgesOf } from './hedges.js';
import { dividersOf, periodOfWaits, type Period } from './layer-waits.js';
import { layersOf, retriesIn, type Layers, type Retries } from './layers.js';
import type { RecordView } from '../view.js';

export type Shape = Told | { readonly kind: 'unknown'; readonly because: string };

export interface Told {
  readonly kind: 'told';
  readonly by: 'counts' | 'bodies' | 'waits' | 'tries';
  /** Layers that retry. */
  readonly layers: number;
  readonly calls: List<Call>;
  /** Tries of the outermost layer that retries, of one of the calls; 1 where there are less than two. */
  readonly outerOf: (call: Call) => number;
}

const FEWEST = 20;
const MOST_OF_THEM = 0.9;
/** Of the calls that were tried again: whoever made fewer retries than that was not a layer that day. */
const SOME_OF_THEM = 0.1;

/** `scope` names one upstream: another may be called by another client. */
export function shapeOf(view: RecordView, scope: Scope): Shape {
  const { phase, journey, upstream } = scope;
  return view.keep(`shape ${String(phase)} ${String(journey)} ${String(upstream)}`, () =>
    foundShape(view, scope),
  );
}

function foundShape(view: RecordView, scope: Scope): Shape {
  const calls = view.calls(scope);
  if (calls.length === 0) return unknown('the app called no upstream in that phase');
  if (calls.every(({ tries }) => tries === 1)) return toldAs(calls, 'tries', 0);
  const counted = byCounts(layersOf(view, scope));
  if (counted !== null) return counted;
  const all = exhaustedOf(view, calls);
  const ended = sameTries(all);
  if (ended === null)
    return unknown(`too few calls (${all.length}) gave up after one and the same number of tries`);
  const tries = ended[0]?.attempts.length ?? 1;
  if (tries === 1) return toldAs(calls, 'tries', 0);
  const bodies = periodOfBodies(ended);
  if (bodies !== null) return shared(calls, bodies, 'bodies');
  const own = ended.filter((call) => !isServerLed(call));
  if (own.length < FEWEST) return unknown('its waits were those that the provider asked for');
  return shared(calls, periodOfWaits(own.map(waitsIn)), 'waits');
}

/** Null where no count says anything: there is none, or the SDK doesn't retry. */
function byCounts({ calls }: Layers): Told | null {
  const retried = calls.where(({ tries }) => tries > 1);
  const retriesOf = (call: Call, by: keyof Retries): number => retriesIn(call)?.[by] ?? 0;
  const doesRetry = (by: keyof Retries): boolean =>
    howMany(retried, (call) => retriesOf(call, by) > 0) > SOME_OF_THEM * retried.length;
  const app = doesRetry('byApp');
  const sdk = doesRetry('bySdk');
  const gateway = doesRetry('byGateway');
  if (!sdk && !gateway) return null;
  const layers = [app, sdk, gateway].filter(Boolean).length;
  if (layers < 2) return toldAs(calls, 'counts', layers);
  const outerOf = (call: Call): number => 1 + retriesOf(call, app ? 'byApp' : 'bySdk');
  return { kind: 'told', by: 'counts', layers, calls, outerOf };
}

/** Those with the most frequent number of tries, if nearly all have it. */
function sameTries(calls: readonly Call[]): readonly Call[] | null {
  const byTries = new Map<number, Call[]>();
  for (const call of calls) {
    const known = byTries.get(call.attempts.length);
    if (known === undefined) byTries.set(call.attempts.length, [call]);
    else known.push(call);
  }
  const most = [...byTries.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
  return most.length >= FEWEST && most.length >= MOST_OF_THEM * calls.length ? most : null;
}

/** Null where the bodies are not known, or never change. */
function periodOfBodies(calls: readonly Call[]): Period | null {
  const counts = new Map<string, number>();
  for (const call of calls) {
    const changes = changesIn(call);
    if (changes === null) return null;
    counts.set(changes, (counts.get(changes) ?? 0) + 1);
  }
  const [[usual, count] = ['', 0]] = [...counts].sort(([, one], [, other]) => other - one);
  if (count < MOST_OF_THEM * calls.length) return IRREGULAR;
  if (usual === '') return null;
  const tries = calls[0]?.attempts.length ?? 1;
  const period = [1, ...dividersOf(tries)].find((each) => usual === multiplesOf(each, tries));
  if (period === undefined) return IRREGULAR;
  return period === 1 ? { kind: 'one' } : { kind: 'two', tries: period };
}

/** Which of its attempts have another body than the one before: "2 4"; null where bodies are not known. */
function changesIn({ attempts }: Call): string | null {
  if (attempts.some(({ body }) => body === null)) return null;
  return attempts
    .flatMap(({ body }, index) => (index > 0 && body !== attempts[index - 1]?.body ? [index] : []))
    .join(' ');
}

const IRREGULAR: Period = {
  kind: 'unknown',
  because: 'its bodies change between tries, but not as those of two layers do',
};

function multiplesOf(period: number, tries: number): string {
  return Array.from({ length: tries / period - 1 }, (_, index) => (index + 1) * period).join(' ');
}

function shared(calls: Picked<Call>, period: Period, by: Told['by']): Shape {
  if (period.kind === 'unknown') return period;
  if (period.kind === 'one') return toldAs(calls, by, 1);
  const apart = calls.where((call) => hedgesOf(call).length === 0);
  const outerOf = ({ tries }: Call): number => Math.ceil(tries / period.tries);
  return { kind: 'told', by, layers: 2, calls: apart, outerOf };
}

function toldAs(calls: List<Call>, by: Told['by'], layers: number): Told {
  return { kind: 'told', by, layers, calls, outerOf: () => 1 };
}

function unknown(because: string): Shape {
  return { kind: 'unknown', because };
}
