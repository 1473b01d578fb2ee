/** The audit for the terminal: the grade, then every journey in every outage, then what to change first. */
import picocolors from 'picocolors';
import type { Audit, AuditCell, PlayedOutage } from '../../model/audit.js';
import {
  gotWords,
  openWords,
  remedyWords,
  spellWords,
  stateWords,
  suiteWords,
  sumWords,
  worthWords,
} from './audit-words.js';
import { clip, pad, toAscii, wrap } from './layout.js';
import type { Style } from './reporter.js';
import { interval, isShown, plain, points, score } from './words.js';

const INDENT = '   ';
const NAME = 21;
const FOR = 13;
const WORTH = 5;

export function auditText(audit: Audit, style: Style): string {
  const paint = picocolors.createColors(style.colour);
  const played = audit.outages.filter((outage) => outage.state !== 'not-run');
  const lines = [
    ...headline(audit, style),
    '',
    ...wrapped(sumWords(audit), style),
    ...ceiling(audit, style),
    '',
    paint.bold(row(['outage, journey', 'users got', 'for', 'worth'], style)),
    ...played.flatMap((outage) => outageLines(outage, remedyWords(outage, played), style)),
    ...missed(audit, style),
    '',
    ...remedies(audit, style),
    ...wrapped(`gate  ${audit.because}`, style),
  ];
  return `${(style.unicode ? lines : lines.map(toAscii)).join('\n')}\n`;
}

function headline(audit: Audit, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const about = `${plain(audit.subject ?? 'your app')} in ${suiteWords(audit)}`;
  const open = openWords(audit);
  if (open !== null || audit.grade === null || audit.score === null) {
    const [first = '', ...more] = hung(`${audit.verdict}  ${about}`, style);
    const painted = paint.bold(paint.yellow(audit.verdict)) + first.slice(audit.verdict.length);
    return [painted, ...more, ...wrapped(open ?? '', style)];
  }
  const start = `${audit.grade}  ${score(audit.score)}`;
  const [first = '', ...more] = hung(`${start} of 100  ${about}`, style);
  return [
    `${paint.bold(audit.grade)}  ${paint.bold(score(audit.score))}${first.slice(start.length)}`,
    ...more,
    `${INDENT}${paint.dim(interval(audit.interval))}`,
  ];
}

/** What does not fit goes on below, set in. */
function hung(text: string, style: Style): string[] {
  const [first = '', ...more] = wrap(text, style.columns - INDENT.length, '');
  return [first, ...more.map((line) => INDENT + line)];
}

/** Only where it holds the score down; without a score it may. */
function ceiling({ ceilings, score: reached }: Audit, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const [lowest] = ceilings;
  if (lowest === undefined || (reached !== null && reached < lowest.cap)) return [];
  return wrapped(`ceiling ${lowest.cap}: ${lowest.because}`, style).map((line) =>
    line.replace('ceiling', paint.red('ceiling')),
  );
}

/** Together, for each reason: a row each would drown those that were played. */
function missed({ outages }: Audit, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const reasons = new Map<string, string[]>();
  for (const one of outages) {
    if (one.state !== 'not-run') continue;
    reasons.set(one.because, [...(reasons.get(one.because) ?? []), one.scenario]);
  }
  return [...reasons].flatMap(([because, names]) =>
    wrapped(`not run, ${because}: ${names.join(', ')}`, style).map(paint.yellow),
  );
}

function outageLines(outage: PlayedOutage, remedy: string, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  const about = `${pad(plain(outage.scenario), NAME)}${stateWords(outage)}`;
  if (outage.state !== 'graded') {
    const [first = '', ...more] = wrap(about, style.columns - INDENT.length, '');
    return [
      INDENT + paint.yellow(first),
      ...more.flatMap((line) => wrap(line, style.columns, `${INDENT}  `)).map(paint.yellow),
    ];
  }
  return [
    ...(INDENT.length + about.length <= style.columns
      ? [INDENT + paint.bold(about)]
      : [
          INDENT + paint.bold(about.slice(0, about.length - interval(outage.interval).length).trimEnd()),
          `${INDENT}  ${paint.dim(interval(outage.interval))}`,
        ]),
    ...outage.cells.map((cell) => cellLine(cell, style)),
    ...wrap(remedy, style.columns, `${INDENT}  `).map(paint.cyan),
  ];
}

function cellLine(cell: AuditCell, style: Style): string {
  const label = clip(plain(cell.journey), NAME - 3, style);
  return row(
    [`  ${label}`, gotWords(cell, roomFor(style)), spellWords(cell.spell), worthWords(cell.worth)],
    style,
  );
}

type Cells = readonly [name: string, got: string, lasted: string, worth: string];

function row([name, got, lasted, worth]: Cells, style: Style): string {
  const [hasFor, hasWorth] = [style.columns >= WITH_FOR, style.columns >= WITH_WORTH];
  const ends = `${hasFor ? `  ${pad(lasted, FOR)}` : ''}${hasWorth ? worth : ''}`;
  return `${INDENT}${pad(name, NAME)}${pad(got, roomFor(style))}${ends}`.trimEnd();
}

const LEAST = 14;
/** In a narrow window columns are left out from the right. */
const WITH_FOR = INDENT.length + NAME + LEAST + 2 + FOR;
const WITH_WORTH = WITH_FOR + WORTH;

function roomFor({ columns }: Style): number {
  return Math.max(LEAST, columns - INDENT.length - NAME - 2 - FOR - WORTH);
}

function remedies({ remedies: all }: Audit, style: Style): string[] {
  const paint = picocolors.createColors(style.colour);
  if (all.length === 0) return [];
  return [
    `${INDENT}${paint.bold('what to change first')}`,
    ...all
      .slice(0, 3)
      .flatMap((one) => [
        ...wrap(plain(one.title), style.columns, `${INDENT}       `).map((line, at) =>
          at === 0
            ? `${INDENT}${pad(isShown(one.gain) ? `+${points(one.gain)}` : `-${points(one.points)}`, 7)}${line.trimStart()}`
            : line,
        ),
        ...wrap(`in ${someOf(one.scenarios)}`, style.columns, `${INDENT}       `).map(paint.dim),
        ...wrap(plain(one.remedy), style.columns, `${INDENT}       `).map(paint.cyan),
      ]),
    '',
  ];
}

function someOf(names: readonly string[]): string {
  const more = names.length - 3;
  return more > 1 ? `${names.slice(0, 3).join(', ')} and ${more} more` : names.join(', ');
}

function wrapped(text: string, style: Style): string[] {
  return text === '' ? [] : wrap(plain(text), style.columns, INDENT);
}
