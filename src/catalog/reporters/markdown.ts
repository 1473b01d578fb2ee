/** The scorecard for a job summary or a pull request. Whatever came from the subject is escaped, mentions too. */
import { counted, figure } from '../../kit/figures.js';
import type { Finding } from '../../model/finding.js';
import type { Scorecard } from '../../model/scorecard.js';
import { doFirst } from './dearest.js';
import { deathOf } from './died.js';
import { journeyRows } from './journeys.js';
import { whoseTime } from './whose-time.js';
import { networkLines } from './network.js';
import type { Report, Reporter } from './reporter.js';
import { totalsRows } from './totals.js';
import {
  ceilingWords,
  earnedPoints,
  gained,
  interval,
  isPriced,
  lost,
  nothingToMend,
  outOf,
  plain,
  score,
  seconds,
  unseenWords,
} from './words.js';

export const markdown: Reporter = {
  id: 'markdown',
  file: 'scorecard.md',
  summary: 'the scorecard for a job summary or a pull request',
  render: (report) => {
    const { scorecard } = report;
    const sections = [
      heading(scorecard),
      safe(scorecard.sentence),
      verdict(scorecard),
      toDo(scorecard),
      totals(report),
      journeys(report),
      dimensions(scorecard),
      ceilings(scorecard),
      unseenWords(scorecard),
      findings(scorecard),
      gates(scorecard),
      network(report),
      death(report),
      method(report),
    ];
    return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
  },
};

/** GitHub looks for people and issues in what was rendered, so that an entity in place of the sign hides nothing. */
const APART = '&#8203;';

/** Text that can neither open markup, nor a link, nor a formula, nor call somebody. */
export function safe(text: string): string {
  return plain(text)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/(#|\bGH-)(?=\d)/gi, `$1${APART}`)
    .replace(/@/g, `@${APART}`)
    .replace(/\$/g, '<span>$</span>')
    .replace(/([\\`*_[\]|~])/g, '\\$1')
    .replace(/\bwww\./gi, (host) => host.replace('.', '&#46;'))
    .replace(/https?:\/\//g, (scheme) => scheme.replace('://', '&#58;//'));
}

function heading(card: Scorecard): string {
  const about = `${safe(card.subject)} in ${safe(card.scenario)}`;
  if (card.grade === null || card.score === null) return `# ${card.verdict}: ${about}`;
  return `# ${card.grade}, ${score(card.score)} of 100: ${about}\n\n${interval(card.interval)}, confidence ${card.confidence.level}`;
}

/** Without a grade the heading names it, and the sentence says why. */
function verdict(card: Scorecard): string {
  if (card.grade === null) return '';
  return `**${card.verdict}**: ${safe(card.because)}`;
}

/** Said before the tables: the first screen has room for one thing to do. */
function toDo(card: Scorecard): string {
  const first = card.grade === null ? null : doFirst(card);
  if (first === null) return '';
  return `**Do first**: ${safe(first.remedy)} Gain: ${gained(first, card)}.`;
}

function totals({ record }: Report): string {
  const { phases } = record.plan;
  if (phases.length === 0) return '';
  return [
    '## What users got',
    '',
    `| users got | ${phases.map(({ name }) => safe(name)).join(' | ')} |`,
    `|---|${phases.map(() => '--:|').join('')}`,
    ...totalsRows(record).map(({ title, cells }) => `| ${title} | ${cells.join(' | ')} |`),
  ].join('\n');
}

function journeys({ record }: Report): string {
  const rows = journeyRows(record);
  if (rows.length === 0) return '';
  return [
    '| each journey in the outage | in time | users got |',
    '|---|---|---|',
    ...rows.map(({ journey, inTime, got }) => `| ${safe(journey)} | ${inTime} | ${got} |`),
  ].join('\n');
}

function dimensions(card: Scorecard): string {
  if (card.grade === null) return '';
  const earned = earnedPoints(card.dimensions);
  const rows = card.dimensions.map(({ title, of }, index) => {
    const got = earned[index] ?? null;
    return got === null ? `| ${title} | not measured | |` : `| ${title} | ${got} | ${outOf(of)} |`;
  });
  return ['## Points', '', '| | points | of |', '|---|--:|--:|', ...rows].join('\n');
}

function ceilings(card: Scorecard): string {
  const told = card.caps.filter(({ state }) => state === 'binding' || state === 'reached');
  if (told.length === 0) return '';
  return [
    '## Ceilings',
    '',
    ...told.map((cap) => `- **${cap.cap}** ${safe(cap.title)}: ${safe(cap.because)}`),
    ...bindingWords(card),
  ].join('\n');
}

/** The ceiling that holds the score and the one behind it. */
function bindingWords(card: Scorecard): readonly string[] {
  const words = ceilingWords(card).map(safe);
  return words.length === 0 ? [] : ['', `It is held by ${words.join('; ')}.`];
}

function findings(card: Scorecard): string {
  const told = card.findings.filter(({ verdict: is }) => is === 'fail' || is === 'warn');
  if (told.length === 0) return `## Findings\n\n${nothingToMend(card)}`;
  return ['## Findings', ...told.map((one) => finding(one, card))].join('\n\n');
}

function finding(one: Finding, card: Scorecard): string {
  const shows = one.evidence.map(
    (example) => `${figure(example.inbound)} (due ${seconds(Math.round(example.due))})`,
  );
  const isGraded = card.grade !== null;
  return [
    `### ${safe(one.title)}${isGraded && lost(one) !== '0' ? ` (${lost(one)})` : ''}`,
    '',
    `- **Seen:** ${safe(one.seen)}${shows.length === 0 ? '' : ` Requests that show it: ${shows.join(', ')}.`}`,
    `- **Required:** ${safe(one.required)}`,
    `- **Users got:** ${safe(one.usersGot)}`,
    `- **Fix:** ${safe(one.remedy)}${isGraded && isPriced(one) ? ` Gain: ${gained(one, card)}.` : ''}`,
  ].join('\n');
}

function gates(card: Scorecard): string {
  if (card.gates.length === 0) return '';
  const rows = card.gates.map((gate) => `| ${safe(gate.text)} | ${gate.verdict} | ${safe(gate.because)} |`);
  return ['## Gates', '', '| gate | verdict | why |', '|---|---|---|', ...rows].join('\n');
}

function network({ record }: Report): string {
  const lines = networkLines(record).map((line) => `- ${safe(line)}`);
  return lines.length === 0 ? '' : ['## The network', '', ...lines].join('\n');
}

/** Set in, so that it is code whatever it says. */
function death({ record }: Report): string {
  const dead = deathOf(record);
  if (dead === null) return '';
  const lines = dead.lastWords.map((line) => `    ${line}`);
  return ['## How the app ended', '', safe(dead.said), ...(lines.length === 0 ? [] : ['', ...lines])].join(
    '\n',
  );
}

function method({ scorecard, record }: Report): string {
  const { facts, plan } = record;
  const floor =
    facts.floor === null
      ? 'not measured'
      : `p50 ${facts.floor.p50.toFixed(2)} ms, p99 ${facts.floor.p99.toFixed(2)} ms`;
  const unsound = facts.checks.filter(({ ok }) => !ok).map(({ said }) => `- ${safe(said)}`);
  return [
    '## Method',
    '',
    `Rubric ${scorecard.rubric}, seed ${plan.seed}, ${figure(facts.counts.scheduled)} requests, ${figure(facts.counts.attempts)} upstream calls, ${figure(facts.counts.joined)} of them joined to a request. Our own share of a latency: ${floor}. ${safe(whoseTime(scorecard, facts))} ${safe(facts.machine.platform)}, ${counted(facts.machine.cores, 'core', 'cores')}, Node ${safe(facts.machine.node)}, Brownout ${safe(facts.brownout)}.`,
    ...(unsound.length === 0 ? [] : ['', 'Self-checks that failed:', '', ...unsound]),
  ].join('\n');
}
