/** Who is hurt when, as bars over one axis of time. */
import { isScheduled } from '../catalog/faults/schedule.js';
import { shareAt } from '../catalog/faults/share.js';
import { formatDuration } from '../catalog/quantities.js';
import type { FaultWindow, Plan, PlannedPhase } from '../model/plan.js';
import type { Millis } from '../model/units.js';

const LABEL = 24;

export function timelineLines(plan: Plan, columns: number): string[] {
  const width = columns - LABEL;
  const ends = plan.phases.at(-1)?.closes ?? 0;
  const scale = { width, ends };
  return [
    labelled('', axis(plan.phases, scale)),
    labelled('phase', phaseBar(plan.phases, scale)),
    ...plan.windows.map((window) =>
      labelled(`${window.id} ${window.on} ${window.fault}`, windowBar(window, scale)),
    ),
    labelled('', '# most calls  = some  - few  . none'),
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
  return written([...marks, endMark(scale)], scale);
}

function endMark({ ends, width }: Scale): { at: Millis; text: string } {
  const text = timeWords(ends);
  return { at: (ends * (width - text.length)) / width, text };
}

function phaseBar(phases: readonly PlannedPhase[], scale: Scale): string {
  const marks = phases.map((phase) => ({
    at: phase.opens,
    text: `|${phase.name === phase.role ? phase.name : `${phase.name} (${phase.role})`}`,
    until: phase.closes,
  }));
  return written(
    marks.map(({ at, text, until }) => ({
      at,
      text: text.slice(0, Math.max(1, cell(until, scale) - cell(at, scale))),
    })),
    scale,
  );
}

function written(marks: readonly { at: Millis; text: string }[], scale: Scale): string {
  let line = '';
  for (const { at, text } of marks) {
    const column = Math.round(cell(at, scale));
    if (line !== '' && column < line.length + (text.startsWith('|') ? 0 : 1)) continue;
    line = line.padEnd(column) + text;
  }
  return line.slice(0, scale.width);
}

function timeWords(at: Millis): string {
  return at === 0 ? '0s' : formatDuration(at);
}

function cell(at: Millis, { width, ends }: Scale): number {
  return ends === 0 ? 0 : Math.floor((at * width) / ends);
}

function windowBar(window: FaultWindow, { width, ends }: Scale): string {
  return Array.from({ length: width }, (_, index) => {
    const at = ((index + 0.5) * ends) / width;
    if (at < window.opens || at >= window.closes) return '.';
    const since = at - window.opens;
    if (!isScheduled(window.schedule, since, 0)) return '.';
    const share = shareAt(window.share, since);
    if (share === 0) return '.';
    return share >= 2 / 3 ? '#' : share >= 1 / 3 ? '=' : '-';
  }).join('');
}
