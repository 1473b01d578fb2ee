/** How a cell of the audit is said, on the terminal and in Markdown alike. */
import { percent, span } from '../../kit/figures.js';
import type { Audit, AuditCell, AuditedOutage, PlayedOutage, Spell } from '../../model/audit.js';
import { DRAWN } from './drawn.js';
import { interval, plain, score } from './words.js';

const SHORT = new Map<string, string>(DRAWN.map(({ id, short }) => [id, short]));

/** The commonest first, as many as fit; what fewer than one in a hundred got is left out. */
export function gotWords({ got }: AuditCell, room = Infinity): string {
  if (got.length === 0) return 'nobody asked';
  let said = '';
  for (const { what, share } of got) {
    const next = `${SHORT.get(what) ?? what} ${percent(share)}`;
    if (said !== '' && (share < 0.01 || said.length + 2 + next.length > room)) break;
    said = said === '' ? next : `${said}, ${next}`;
  }
  return said;
}

export function spellWords(spell: Spell): string {
  if (spell.state === 'unmeasured') return 'not known';
  if (spell.censored) return `over ${span(spell.value)}`;
  return spell.value === 0 ? 'no time' : span(spell.value);
}

export function worthWords(worth: number | null): string {
  return worth === null ? '-' : worth.toFixed(2).replace('-', '−');
}

/** "the core suite, 11 of 11 outages" */
export function suiteWords({ suite, outages, quick }: Audit): string {
  const ran = outages.filter(({ state }) => state !== 'not-run').length;
  return `the ${suite.name} suite, ${ran} of ${outages.length} outages${quick ? ', quick' : ''}`;
}

/** Said once: where it comes again, it is named by where it stands. */
export function remedyWords(outage: PlayedOutage, played: readonly PlayedOutage[]): string {
  const remedy = dearest(outage);
  if (remedy === undefined) return 'nothing to mend was found';
  const first = played.find((other) => dearest(other) === remedy) ?? outage;
  return first === outage ? `fix: ${plain(remedy)}` : `fix: as in ${plain(first.scenario)}`;
}

function dearest(outage: PlayedOutage): string | undefined {
  return outage.state === 'graded' ? outage.losses[0]?.remedy : undefined;
}

/** Null where there is a score. */
export function openWords(audit: Audit): string | null {
  if (audit.score !== null) return null;
  if (audit.interval === null) return 'no score: nothing was played';
  const [low, high] = audit.interval;
  return `the score is not known; it lies in ${score(low)} to ${score(high)}`;
}

export function sumWords({ mean, worst }: Audit): string {
  if (mean === null || worst === null) return '';
  return `Half the mean (${score(mean)}) and half the worst (${worst.scenario}, ${score(worst.score)}) of the outages’ scores.`;
}

export function stateWords(outage: AuditedOutage): string {
  if (outage.state === 'graded') {
    return `${outage.grade}  ${score(outage.score)}  ${interval(outage.interval)}`;
  }
  return `${outage.state === 'not-run' ? 'not run' : outage.state}: ${plain(outage.because)}`;
}
