import { formatDuration } from '../../catalog/quantities.js';
import type { FaultSpec, Phase, Role, Scenario, ToxicSpec } from '../../model/scenario.js';
import type { Millis } from '../../model/units.js';
import type { Mistake, Path } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';

const ROLES: readonly string[] = ['baseline', 'outage', 'recovery'];

/** A run must show the app healthy, hurt and healthy again, or there is nothing to compare. */
export function timelineMistakes({ phases, journeys }: Around): Mistake[] {
  if (phases.length === 0) {
    return [wrong('no-phases', ['phases'], 'there are no phases', { points: 'key', hints: [EXAMPLE] })];
  }
  return [...roleMistakes(phases), ...phases.flatMap(phaseMistakes), ...unmetMistakes({ phases, journeys })];
}

type Around = Pick<Scenario, 'phases' | 'journeys'>;

const EXAMPLE =
  'For example:  baseline: { for: 20s }, outage: { for: 40s, faults: […] }, recovery: { for: 40s }';

function roleMistakes(phases: readonly Phase[]): Mistake[] {
  const first = (role: Role): number => phases.findIndex((phase) => phase.role === role);
  const last = (role: Role): number => phases.findLastIndex((phase) => phase.role === role);
  const mistakes: Mistake[] = [];
  if (first('baseline') < 0 || (first('outage') >= 0 && first('baseline') > first('outage'))) {
    mistakes.push(
      wrong('no-baseline', ['phases'], 'no baseline comes before the outage, so nothing can be compared', {
        points: 'key',
        hints: ['Begin with a phase without faults:  baseline: { for: 20s }'],
      }),
    );
  }
  if (first('outage') < 0) {
    mistakes.push(
      doubtful('no-outage', ['phases'], 'nothing goes wrong in this scenario', {
        points: 'key',
        hints: ['Give a phase faults, or a load of its own and  role: outage.'],
      }),
    );
  } else if (last('recovery') < last('outage')) {
    mistakes.push(
      doubtful('no-recovery', ['phases'], 'no recovery comes after the outage: the grade is at most B', {
        points: 'key',
        hints: ['End with a phase without faults:  recovery: { for: 40s }'],
      }),
    );
  }
  return mistakes;
}

function phaseMistakes(phase: Phase): Mistake[] {
  const path: Path = ['phases', phase.name];
  const mistakes = [
    ...phase.faults.flatMap((fault, index) => faultMistakes(fault, phase, [...path, 'faults', index])),
    ...phase.network.flatMap((toxic, index) => toxicMistakes(toxic, phase, [...path, 'network', index])),
  ];
  if (ROLES.includes(phase.name) && phase.name !== phase.role) {
    mistakes.push(
      wrong('ambiguous-phase', path, `the phase "${phase.name}" has the role ${phase.role}`, {
        points: 'key',
        hints: [`Call it something else, or give it  role: ${phase.name}.`],
      }),
    );
  }
  const hurts = hurtsOf(phase);
  if (phase.role === 'outage' && hurts === null && phase.load === null) {
    mistakes.push(withoutFault(phase, path));
  }
  if (phase.role === 'baseline' && hurts !== null) {
    mistakes.push(
      doubtful('hurt-baseline', [...path, hurts], 'a baseline with faults shows no healthy app', {
        points: 'key',
        hints: ['Whomever it reaches is left out of the baseline, and the few who are left tell little.'],
      }),
    );
  }
  return mistakes;
}

function withoutFault(phase: Phase, path: Path): Mistake {
  return wrong('phase-without-fault', path, `"${phase.name}" is an outage that no fault reaches`, {
    points: 'key',
    hints: ['Give it faults or a load of its own, or another role.'],
  });
}

/** The key under which something hurts in this phase, or null. */
function hurtsOf({ faults, network, cohorts }: Phase): string | null {
  if (faults.length > 0) return 'faults';
  if (network.length > 0) return 'network';
  return cohorts.length > 0 ? 'cohort' : null;
}

function faultMistakes(fault: FaultSpec, phase: Phase, path: Path): Mistake[] {
  const { share } = fault;
  const never = share.from === 0 && share.to === 0 ? [neverFires(path, 'call')] : [];
  return [...windowMistakes(fault, phase, path), ...never, ...cutShort(fault, phase, path)];
}

/** What is longer than its window stays unsaid there: a ramp that doesn't arrive, a pause that doesn't come. */
function cutShort({ at, for: written, share, schedule }: FaultSpec, phase: Phase, path: Path): Mistake[] {
  const lasts = Math.min(written ?? Infinity, phase.for - at);
  const short = (key: string, what: string, takes: Millis): Mistake[] =>
    takes <= lasts || lasts <= 0
      ? []
      : [
          doubtful(
            'cut-short',
            [...path, key],
            `${what} after ${formatDuration(takes)}, and it lasts ${formatDuration(lasts)}`,
            {
              points: 'key',
              hints: ['Shorten it, or make the phase longer.'],
            },
          ),
        ];
  if (share.from !== share.to && share.over > lasts)
    return short('share', 'the share would arrive', share.over);
  if (schedule.kind === 'flapping') return short('flapping', 'its first pause comes', schedule.on);
  return schedule.kind === 'burst' ? short('burst', 'its second burst comes', schedule.every) : [];
}

function toxicMistakes(toxic: ToxicSpec, phase: Phase, path: Path): Mistake[] {
  const never = toxic.toxicity === 0 ? [neverFires(path, 'connection')] : [];
  return [...windowMistakes(toxic, phase, path), ...never];
}

/** A fault for the calls of one journey, of which there will be none. */
function unmetMistakes({ phases, journeys }: Around): Mistake[] {
  const crowds = new Set(phases.flatMap(({ cohorts }) => cohorts.map(({ journey }) => journey)));
  return phases.flatMap(({ name, faults }) =>
    faults.flatMap(({ match, optional }, index) => {
      const journey = journeys.find((one) => one.name === match.journey);
      if (journey === undefined || optional) return [];
      const isWalked = journey.traffic > 0 || crowds.has(journey.name);
      if (journey.needsModel && isWalked) return [];
      const path: Path = ['phases', name, 'faults', index, 'match', 'journey'];
      const why = isWalked ? 'does not need the model' : 'has no traffic';
      const message = `"${journey.name}" ${why}, so this fault would never hit a call`;
      return [
        wrong('never-fires', path, message, {
          hints: ['Name a journey that users walk and that needs the model.'],
        }),
      ];
    }),
  );
}

function neverFires(path: Path, what: string): Mistake {
  return wrong('never-fires', [...path, 'share'], `a share of nothing never hits a ${what}`, {
    hints: [`Leave "share" out to hit every ${what}.`],
  });
}

type Window = Pick<FaultSpec, 'at' | 'for'>;

function windowMistakes({ at, for: lasts }: Window, phase: Phase, path: Path): Mistake[] {
  const length = formatDuration(phase.for);
  if (at >= phase.for) {
    const message = `it begins after ${formatDuration(at)}, but the phase lasts ${length}`;
    return [wrong('window-outside', [...path, 'at'], message, { hints: [LATER] })];
  }
  if (lasts === null || at + lasts <= phase.for) return [];
  const message = `it ends after ${formatDuration(at + lasts)}, but the phase lasts ${length}`;
  const hints = ['Leave "for" out to last to the end of the phase, or make the phase longer.'];
  return [wrong('window-outside', [...path, 'for'], message, { hints })];
}

const LATER = 'Its times count from the beginning of its phase.';
