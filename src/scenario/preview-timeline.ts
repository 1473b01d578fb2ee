/** Who is hurt when, as bars over one axis of time. */
import { isScheduled } from '../catalog/faults/schedule.js';
import { shareAt } from '../catalog/faults/share.js';
import { formatDuration } from '../catalog/quantities.js';
import { ruler } from '../kit/ruler.js';
import type { Cohort, FaultWindow, Plan, PlannedPhase, ToxicWindow } from '../model/plan.js';
import type { Millis } from '../model/units.js';

const LABEL = 24;

export function timelineLines(plan: Plan, columns: number): string[] {
  const width = columns - LABEL;
  const ends = plan.phases.at(-1)?.closes ?? 0;
  const scale = { width, ends };
  return [
    labelled('', axis(plan.phases, scale)),
    ...phaseLines(plan.phases, scale),
    ...ordinary(plan.windows).map((window) =>
      labelled(`${window.id} ${window.on} ${window.fault}`, faultBar(window, scale)),
    ),
    ...plan.network.map((toxic) =>
      labelled(`${toxic.id} ${toxic.on} ${toxic.toxic}`, toxicBar(toxic, scale)),
    ),
    ...plan.cohorts.map((cohort) =>
      labelled(`${cohort.id} ${cohort.on} ${cohort.size} users`, cohortBar(cohort, scale)),
    ),
    labelled('', `# most calls${plan.network.length > 0 ? ' or connections' : ''}  = some  - few  . none`),
  ];
}

interface Scale {
  readonly width: number;
  readonly ends: Millis;
}

function labelled(label: string, bar: string): string {
  const short = label.length < LABEL ? label : `${label.slice(0, LABEL - 2)}…`;
  return `${short.padEnd(LABEL)}${bar}`.trimEnd();
}

/** When each phase opens; a time that has no room left is left out. */
function axis(phases: readonly PlannedPhase[], scale: Scale): string {
  const marks = phases.map((phase) => ({ at: phase.opens, text: timeWords(phase.opens) }));
  let line = '';
  for (const { at, text } of [...marks, endMark(scale)]) {
    const column = Math.round(cell(at, scale));
    if (line === '' || column > line.length) line = line.padEnd(column) + text;
  }
  return line.slice(0, scale.width);
}

function endMark({ ends, width }: Scale): { at: Millis; text: string } {
  const text = timeWords(ends);
  return { at: (ends * (width - text.length)) / width, text };
}

function phaseLines(phases: readonly PlannedPhase[], scale: Scale): string[] {
  const stretches = phases.map(({ name, role, opens, closes }) => ({
    name: name === role ? name : `${name} (${role})`,
    from: cell(opens, scale),
    to: cell(closes, scale),
  }));
  const { line, below } = ruler(stretches, { margin: LABEL, width: scale.width });
  return [labelled('phase', line), ...below];
}

function timeWords(at: Millis): string {
  return at === 0 ? '0s' : formatDuration(at);
}

function cell(at: Millis, { width, ends }: Scale): number {
  return ends === 0 ? 0 : Math.floor((at * width) / ends);
}

/** The window of a cohort is told with its users. */
export function ordinary(windows: readonly FaultWindow[]): readonly FaultWindow[] {
  return windows.filter(({ match }) => match.cohort === null);
}

function faultBar(window: FaultWindow, scale: Scale): string {
  return bar(window, scale, (since) =>
    isScheduled(window.schedule, since, 0) ? shareAt(window.share, since) : 0,
  );
}

function toxicBar(toxic: ToxicWindow, scale: Scale): string {
  return bar(toxic, scale, () => toxic.toxicity);
}

function cohortBar({ opens, fails }: Cohort, scale: Scale): string {
  return bar({ opens, closes: fails }, scale, () => 1);
}

interface Window {
  readonly opens: Millis;
  readonly closes: Millis;
}

/** Each column says what is true in its middle; a window between two middles still gets its column. */
function bar({ opens, closes }: Window, scale: Scale, shareSince: (since: Millis) => number): string {
  const { width, ends } = scale;
  const first = cell(opens, scale);
  const middle = (index: number): Millis => ((index + 0.5) * ends) / width;
  return Array.from({ length: width }, (_, index) => {
    const at = middle(index);
    if (at >= opens && at < closes) return shade(shareSince(at - opens));
    return index === first && closes <= middle(first + 1) ? shade(shareSince(0)) : '.';
  }).join('');
}

function shade(share: number): string {
  if (share === 0) return '.';
  return share >= 2 / 3 ? '#' : share >= 1 / 3 ? '=' : '-';
}
