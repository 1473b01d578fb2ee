/**
 * The gates as a test report, which GitLab, Jenkins and their kin show beside those of other tests. Gates alone are
 * cases: findings fail no build, so that none of them may look as if it did.
 */
import type { GateResult, Scorecard } from '../../model/scorecard.js';
import type { Report, Reporter } from './reporter.js';
import { gained, isPriced, plain, score } from './words.js';

export const junit: Reporter = {
  id: 'junit',
  file: 'junit.xml',
  summary: 'the gates as a test report, for CI other than GitHub',
  render: (report) => {
    const { scorecard } = report;
    const cases = casesOf(scorecard);
    const count = (tag: Outcome): number => cases.filter(({ outcome }) => outcome === tag).length;
    const counts = `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}" time="${secondsOf(report)}"`;
    const about = `${scorecard.subject} in ${scorecard.scenario}`;
    return [
      '<?xml version="1.0" encoding="UTF-8"?>',
      `<testsuites name="brownout" ${counts}>`,
      `  <testsuite name=${quoted(about)} ${counts}>`,
      ...cases.flatMap((one) => caseLines(one, about)),
      `    <system-out>${escaped(wordsOf(scorecard))}</system-out>`,
      '  </testsuite>',
      '</testsuites>',
      '',
    ].join('\n');
  },
};

type Outcome = 'passed' | 'failure' | 'error' | 'skipped';

interface Case {
  readonly name: string;
  readonly outcome: Outcome;
  readonly because: string;
}

const OUTCOMES: Readonly<Record<GateResult['verdict'], Outcome>> = {
  pass: 'passed',
  fail: 'failure',
  // Nobody's work failed where nothing is known; what must not pass for a pass is the command's exit code.
  inconclusive: 'skipped',
};

/** Of a run that could not be tested, that is the one thing to say. */
function casesOf({ verdict, because, gates }: Scorecard): readonly Case[] {
  if (verdict === 'invalid') return [{ name: 'could be tested', outcome: 'error', because }];
  return gates.map((gate) => ({
    name: gate.text,
    outcome: OUTCOMES[gate.verdict],
    because: gate.because,
  }));
}

function caseLines({ name, outcome, because }: Case, about: string): readonly string[] {
  const head = `    <testcase classname=${quoted(about)} name=${quoted(name)}`;
  if (outcome === 'passed') return [`${head}/>`];
  return [`${head}>`, `      <${outcome} message=${quoted(because)}/>`, '    </testcase>'];
}

function wordsOf(card: Scorecard): string {
  const grade =
    card.grade === null || card.score === null
      ? `${card.verdict}: ${card.because}`
      : `${card.grade}, ${score(card.score)} of 100`;
  const isGraded = card.grade !== null;
  const told = card.findings.filter(({ verdict: is }) => is === 'fail' || is === 'warn');
  return [
    grade,
    ...(card.sentence === '' ? [] : [card.sentence]),
    ...told.map((one) =>
      [
        `${one.title}: ${one.seen}`,
        `fix: ${one.remedy}${isGraded && isPriced(one) ? ` Gain: ${gained(one, card)}.` : ''}`,
      ].join(' '),
    ),
  ].join('\n');
}

/** As planned. */
function secondsOf({ record }: Report): string {
  const closes = record.plan.phases.map((phase) => phase.closes);
  return (Math.max(0, ...closes) / 1_000).toFixed(3);
}

function quoted(text: string): string {
  return `"${escaped(text).replaceAll('"', '&quot;')}"`;
}

/** XML has no way to write control characters, nor half a pair of UTF-16. */
function escaped(text: string): string {
  return text
    .split('\n')
    .map(plain)
    .join('\n')
    .replaceAll(/[\p{Cs}\ufffe\uffff]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}
