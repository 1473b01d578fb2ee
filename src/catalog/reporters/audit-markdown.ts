/** The audit for a pull request or a wiki; what came from the subject is escaped. */
import type { Audit, AuditedOutage, PlayedOutage } from '../../model/audit.js';
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
import { safe } from './markdown.js';
import { interval, isShown, points, score } from './words.js';

export function auditMarkdown(audit: Audit): string {
  const sections = [
    heading(audit),
    `**${audit.verdict}**: ${safe(audit.because)}`,
    safe(sumWords(audit)),
    remedies(audit),
    ceilings(audit),
    matrix(audit),
    `Suite ${audit.suite.name} version ${audit.suite.version}, rubric ${safe(audit.rubric ?? 'not known')}. “For” runs from the first fault until users are served as on a good day; “worth” is 1 for a full answer in time, 0 for nothing and −1 for a false success.`,
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
}

function heading(audit: Audit): string {
  const about = `${safe(audit.subject ?? 'your app')} in ${suiteWords(audit)}`;
  if (audit.grade === null || audit.score === null) {
    return `# ${audit.verdict}: ${about}\n\n${openWords(audit) ?? ''}`;
  }
  return `# ${audit.grade}, ${score(audit.score)} of 100: ${about}\n\n${interval(audit.interval)}`;
}

function ceilings({ ceilings: all }: Audit): string {
  if (all.length === 0) return '';
  return ['## Ceilings', '', ...all.map(({ cap, because }) => `- **${cap}** ${safe(because)}`)].join('\n');
}

/** A row for the outage with what to mend, one for each journey: a column of its own would push the rest off the page. */
function matrix({ outages }: Audit): string {
  const played = outages.filter((outage) => outage.state !== 'not-run');
  return [
    '## Every journey in every outage',
    '',
    '| outage | grade, journey | users got, fix | for | worth |',
    '|---|---|---|--:|--:|',
    ...outages.flatMap((outage) => rows(outage, played)),
  ].join('\n');
}

function rows(outage: AuditedOutage, played: readonly PlayedOutage[]): readonly string[] {
  const about = `| ${safe(outage.scenario)} | ${safe(stateWords(outage))} |`;
  if (outage.state !== 'graded') return [`${about} | | |`];
  return [
    `${about} ${safe(remedyWords(outage, played))} | | |`,
    ...outage.cells.map(
      (cell) =>
        `| | ${safe(cell.journey)} | ${gotWords(cell)} | ${spellWords(cell.spell)} | ${worthWords(cell.worth)} |`,
    ),
  ];
}

function remedies({ remedies: all }: Audit): string {
  const worthy = all.filter(({ points: lost, gain }) => isShown(Math.max(lost, gain)));
  if (worthy.length === 0) return '## What to change first\n\nNothing to mend was found.';
  const told = worthy.map(
    (one) =>
      `- **${safe(one.title)}** (+${points(one.gain)} for the suite, −${points(one.points)} now, in ${one.scenarios.map(safe).join(', ')}): ${safe(one.remedy)}`,
  );
  return ['## What to change first', '', ...told].join('\n');
}
