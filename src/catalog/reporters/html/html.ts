/** One self-contained page: no script, no request, works from disk. */
import { createHash } from 'node:crypto';
import Handlebars from 'handlebars';
import type { Scorecard } from '../../../model/scorecard.js';
import { dearest, doFirst } from '../dearest.js';
import { deathOf } from '../died.js';
import { journeyRows } from '../journeys.js';
import { networkLines } from '../network.js';
import type { Report, Reporter } from '../reporter.js';
import {
  ceilingWords,
  gained,
  interval,
  nothingToMend,
  plain,
  points,
  score,
  sentence,
  UNGRADED,
  unbroken,
  unseenWords,
} from '../words.js';
import { lasting } from './axis.js';
import { HATCH_SHEET } from './hatches.js';
import { picture } from './picture.js';
import { scale } from './scale.js';
import { STYLE } from './style.js';
import { caps, dimensions, findings, gates, measurements, method, terms, totals } from './tables.js';
import { TEMPLATE } from './template.js';

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

let compiled: HandlebarsTemplateDelegate | undefined;

export const html: Reporter = {
  id: 'html',
  file: 'scorecard.html',
  summary: 'one self-contained page with the picture, the points and every finding',
  render: (report) => {
    compiled ??= Handlebars.compile(TEMPLATE, { strict: true });
    return compiled(pageOf(report));
  },
};

function pageOf({ scorecard, record }: Report): Readonly<Record<string, unknown>> {
  const { plan, facts } = record;
  return {
    style: STYLE,
    styleHash: STYLE_HASH,
    hatches: HATCH_SHEET,
    title: title(scorecard),
    when: `${facts.startedAt.replace('T', ' ').slice(0, 16)}\u00a0UTC`,
    length: lasting(plan.phases.at(-1)?.closes ?? 0),
    rubric: scorecard.rubric,
    seed: plan.seed,
    grade: scorecard.grade ?? '–',
    isGraded: scorecard.grade !== null,
    ungraded: UNGRADED,
    score: scorecard.score === null ? '' : score(scorecard.score),
    interval: scorecard.score === null || scorecard.interval === null ? '' : interval(scorecard.interval),
    subject: plain(scorecard.subject),
    scenario: plain(scorecard.scenario),
    sentence: plain(scorecard.sentence),
    verdict: scorecard.verdict,
    because: scorecard.sentence.includes(scorecard.because) ? '' : plain(scorecard.because),
    scale: scorecard.score === null ? '' : scale(scorecard),
    ceiling: ceilingOf(scorecard),
    dearest: dearest(scorecard).map((one) => ({ title: plain(one.title), points: points(one.points) })),
    first: firstOf(scorecard),
    nothing: nothingToMend(scorecard),
    confidence: scorecard.confidence.level,
    trust: plain([...scorecard.confidence.because.map(sentence), unseenWords(scorecard)].join(' ').trim()),
    picture: picture(record),
    phases: scorecard.totals.map(({ phase }) => phase),
    totals: totals(record),
    journeys: journeyRows(record),
    dimensions: dimensions(scorecard),
    terms: terms(scorecard),
    caps: caps(scorecard),
    findings: findings(scorecard),
    gates: gates(scorecard),
    network: networkLines(record).map(plain),
    death: deathOf(record),
    story: plan.scenario.story,
    sources: plan.scenario.sources,
    measurements: measurements(scorecard),
    method: method(record, scorecard),
    version: facts.brownout,
  };
}

function title(card: Scorecard): string {
  const about = `${plain(card.subject)} in ${plain(card.scenario)} · Brownout`;
  return card.grade === null || card.score === null
    ? `${card.verdict}: ${about}`
    : `${card.grade}, ${score(card.score)} of 100: ${about}`;
}

function ceilingOf(card: Scorecard): string {
  const words = ceilingWords(card).map(unbroken);
  return words.length === 0 ? 'None binds.' : `${words.join('; ').replace(/^ceiling /, '')}.`;
}

function firstOf(card: Scorecard): { remedy: string; gain: string } | null {
  const first = doFirst(card);
  return first === null ? null : { remedy: plain(first.remedy), gain: gained(first, card) };
}
