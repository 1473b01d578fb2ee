/** Progress on stderr while a run lasts: a region that is drawn over, or lines for a log. */
import type { Plan } from '../../../model/plan.js';
import type { Observer } from '../../../run/conductor/observe.js';
import type { Door } from '../door.js';
import { logLines } from './log.js';
import { regionLines } from './region.js';
import { nothingSeen, seen } from './seen.js';

export interface Live {
  readonly observe: Observer;
  /** Takes away what must not stay. */
  end(): void;
}

/** Five times a second, never more. */
const SHORTEST = 200;

export function liveLines(plan: Plan, subject: string, door: Door, isQuiet: boolean): Live {
  if (isQuiet) return { observe: () => undefined, end: () => undefined };
  return door.live ? region(plan, subject, door) : log(plan, door);
}

function log(plan: Plan, door: Door): Live {
  const isGrouped = door.env['GITHUB_ACTIONS'] === 'true';
  let state = nothingSeen(plan);
  if (isGrouped) door.err(`::group::${plan.scenario.name}\n`);
  return {
    observe: (sighting) => {
      for (const text of logLines(state, sighting)) door.err(`${text}\n`);
      state = seen(state, sighting);
    },
    end: () => {
      if (isGrouped) door.err('::endgroup::\n');
    },
  };
}

function region(plan: Plan, subject: string, door: Door): Live {
  let state = nothingSeen(plan);
  let drawn = 0;
  let isStale = false;
  let pause: NodeJS.Timeout | null = null;
  const wipe = (): string => (drawn === 0 ? '' : `\u001b[${drawn}A\r\u001b[J`);
  const draw = (): void => {
    const lines = regionLines(state, subject, door.errStyle);
    door.err(`${wipe()}${lines.join('\n')}\n`);
    drawn = lines.length;
    isStale = false;
    pause = setTimeout(() => {
      pause = null;
      if (isStale) draw();
    }, SHORTEST);
    pause.unref();
  };
  return {
    observe: (sighting) => {
      state = seen(state, sighting);
      if (pause === null) draw();
      else isStale = true;
    },
    end: () => {
      if (pause !== null) clearTimeout(pause);
      pause = null;
      isStale = false;
      door.err(wipe());
      drawn = 0;
    },
  };
}
