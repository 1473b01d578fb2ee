/** The windows of one upstream: which of them hit a call now, and what each has met so far. */
import { invariant } from '../../kit/invariant.js';
import type { Random } from '../../kit/random.js';
import { fateIn, isHit } from '../faults/fate.js';
import type { FaultLayer, Rewrite } from '../faults/fault.js';
import type { WindowHit } from '../faults/compose.js';
import { matchesGlob } from '../faults/glob.js';
import { matches, type CallFacts } from '../faults/match.js';
import { isScheduled } from '../faults/schedule.js';
import { faultByKind } from '../faults/shelf.js';
import type { FaultWindow } from '../../model/plan.js';
import type { WindowFacts } from '../../model/record.js';
import type { Millis } from '../../model/units.js';

export interface Windows {
  isAnyOpen(at: Millis): boolean;
  /** Windows that hit this call, in the order of the file. Counts the call in every one that is open. */
  hits(call: CallFacts, at: Millis, random: Random): readonly WindowHit[];
  fired(windows: readonly string[]): void;
  /** When calls that these windows hold are let go; null where they stay held. */
  releasedAt(windows: readonly string[]): Millis | null;
  /** When everybody whom these windows hit is answered; null where each is at its own time. */
  togetherAt(windows: readonly string[]): Millis | null;
  facts(): readonly WindowFacts[];
}

interface Counted {
  readonly window: FaultWindow;
  readonly layer: FaultLayer;
  readonly rewrite: Rewrite;
  readonly otherModels: Set<string>;
  calls: number;
  /** Matched, on schedule or not. */
  seen: number;
  matched: number;
  fired: number;
}

const MODELS_SHOWN = 3;

export function windowsOf(planned: readonly FaultWindow[]): Windows {
  const counted = planned.map(countedOf);
  const byId = new Map(counted.map((one) => [one.window.id, one]));
  return {
    isAnyOpen: (at) => counted.some(({ window }) => isOpen(window, at)),
    hits: (call, at, random) => {
      let hits: WindowHit[] | null = null;
      for (const one of counted) {
        const since = at - one.window.opens;
        if (isOpen(one.window, at) && isHurt(one, call, { since, random }))
          (hits ??= []).push({ window: one.window.id, layer: one.layer, rewrite: one.rewrite, at: since });
      }
      if (hits === null) return NO_HITS;
      // Who is to fail with a cohort fails so, whatever else is open: a herd is measured by it alone.
      const together = hits.find(({ window }) => (byId.get(window)?.window.together ?? null) !== null);
      return together === undefined ? hits : [together];
    },
    fired: (windows) => {
      for (const id of windows) {
        const one = byId.get(id);
        if (one !== undefined) one.fired += 1;
      }
    },
    releasedAt: (windows) => {
      const found = windows.map((id) => byId.get(id)?.window).filter((window) => window?.release === true);
      return found[0]?.closes ?? null;
    },
    togetherAt: (windows) => {
      for (const id of windows) {
        const together = byId.get(id)?.window.together ?? null;
        if (together !== null) return together;
      }
      return null;
    },
    facts: () => counted.map(factsOf),
  };
}

function countedOf(window: FaultWindow): Counted {
  const fault = faultByKind(window.fault);
  invariant(fault !== undefined, `the plan names a fault that isn't on the shelf: ${window.fault}`);
  const rewrite = fault.open(window.params);
  return {
    window,
    layer: fault.layer,
    rewrite,
    otherModels: new Set(),
    calls: 0,
    seen: 0,
    matched: 0,
    fired: 0,
  };
}

function isOpen({ opens, closes }: FaultWindow, at: Millis): boolean {
  return opens <= at && at < closes;
}

const NO_HITS: readonly WindowHit[] = [];

function isHurt(
  one: Counted,
  call: CallFacts,
  { since, random }: { since: Millis; random: Random },
): boolean {
  const { window } = one;
  one.calls += 1;
  if (!matches(window.match, call)) {
    noteModel(one, call.model);
    return false;
  }
  one.seen += 1;
  if (!isScheduled(window.schedule, since, one.seen - 1)) return false;
  one.matched += 1;
  return isHit(fateIn(random, window.id), window.share, since);
}

function noteModel({ window, otherModels }: Counted, model: string): void {
  const { match } = window;
  if (match.model === null || otherModels.size >= MODELS_SHOWN || matchesGlob(match.model, model)) return;
  otherModels.add(model);
}

function factsOf({ window, calls, matched, fired, otherModels }: Counted): WindowFacts {
  return { window: window.id, calls, matched, fired, otherModels: [...otherModels] };
}
