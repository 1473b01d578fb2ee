/** Gates and abort rules: `latency.p95 < 3s during outage journey ask`, read in the measure's own unit. */
import { z } from 'zod';
import {
  parseDuration,
  parseFactor,
  parseNumber,
  parsePerSecond,
  parseShare,
} from '../catalog/quantities.js';
import type { Written } from '../catalog/quantities.js';
import type { Unit } from '../model/measurement.js';
import type { AbortRule, Comparison, Gate } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { text } from './shape.js';
import { didYouMean } from './message-words.js';

const scope = {
  during: text.optional().describe('A role (baseline, outage, recovery) or the name of a phase.'),
  journey: text.optional().describe('Only this journey.'),
  upstream: text.optional().describe('Only this upstream.'),
};

export const gateShape = z
  .union([
    text,
    z
      .strictObject({ that: text.describe('What must hold, such as latency.p95 < 3s.'), ...scope })
      .meta({ title: 'a gate' }),
  ])
  .describe('What must hold: "score >= 75", or { that: "amplification <= 2", during: outage }.');

export const abortShape = text.describe(
  'Stops the run when it has held for so long: "full-share < 10% for 10s during baseline".',
);

export type WrittenGate = z.output<typeof gateShape>;

const GATE =
  /^(?<measure>[A-Za-z][\w-]*)(?:\.p(?<quantile>\d{1,2}(?:\.\d+)?))?\s*(?<is><=|>=|==|<|>)\s*(?<value>[^\s=].*?)(?<rest>(?:\s+(?:for|during|journey|upstream)\s+\S+)*)$/;
/** Nobody writes a longer one, and patterns take their time over endless texts. */
const LONGEST_GATE = 300;
const CLAUSE = /(for|during|journey|upstream)\s+(\S+)/g;
const SCORE = { unit: 'points', distribution: false } as const;

interface Units {
  readonly parse: (written: Written) => number | null;
  readonly expected: string;
}

const UNITS: Readonly<Record<Unit, Units>> = {
  ms: { parse: parseDuration, expected: 'a duration, such as 3s' },
  ratio: { parse: parseShare, expected: 'a share, such as 90%' },
  factor: {
    parse: (written) => parseFactor(written) ?? parseNumber(written),
    expected: 'a factor, such as 2',
  },
  'per-second': {
    parse: (written) => parsePerSecond(written) ?? parseNumber(written),
    expected: 'a rate, such as 20/s',
  },
  count: { parse: parseNumber, expected: 'a number, such as 3' },
  points: { parse: parseNumber, expected: 'points, such as 75' },
  tokens: { parse: parseNumber, expected: 'a number of tokens, such as 5000' },
  usd: { parse: parseNumber, expected: 'US dollars, such as 0.5' },
};

export function gateOf(written: WrittenGate, path: Path, catalog: Catalog, mistakes: Mistake[]): Gate | null {
  const given = typeof written === 'string' ? { that: written } : written;
  const place = typeof written === 'string' ? path : [...path, 'that'];
  const rule = ruleOf(given.that, place, catalog, mistakes);
  if (rule === null) return null;
  if (rule.lasts !== null) {
    mistakes.push(
      wrong('bad-gate', place, 'a gate looks at the whole phase, so it has no "for"', {
        piece: `for ${rule.lasts}`,
        hints: ['Rules under "abort" have one.'],
      }),
    );
    return null;
  }
  mistakes.push(...saidTwice(given, rule.gate, path));
  return {
    ...rule.gate,
    during: given.during ?? rule.gate.during,
    journey: given.journey ?? rule.gate.journey,
    upstream: given.upstream ?? rule.gate.upstream,
  };
}

const SCOPES = ['during', 'journey', 'upstream'] as const;

function saidTwice(
  given: Exclude<WrittenGate, string>,
  { text: that, ...rule }: Gate,
  path: Path,
): Mistake[] {
  return SCOPES.filter((key) => given[key] !== undefined && rule[key] !== null).map((key) =>
    wrong('conflicting-keys', [...path, key], `"${key}" is said twice: here, and in "${that}"`, {
      points: 'key',
      hints: ['Take one of them out.'],
    }),
  );
}

export function abortOf(
  written: string,
  path: Path,
  catalog: Catalog,
  mistakes: Mistake[],
): AbortRule | null {
  const rule = ruleOf(written, path, catalog, mistakes);
  if (rule === null) return null;
  const lasts = rule.lasts === null ? null : parseDuration(rule.lasts);
  if (lasts === null || lasts === 0) {
    mistakes.push(
      wrong('bad-gate', path, 'an abort rule says for how long, such as "for 10s"', {
        piece: rule.lasts,
        hints: ['full-share < 10% for 10s during baseline'],
      }),
    );
    return null;
  }
  if (rule.gate.measure === 'score') {
    mistakes.push(
      wrong('bad-gate', path, 'the score is known only after the run', {
        piece: 'score',
        hints: ['Take a measure, such as full-share < 10% for 10s.'],
      }),
    );
    return null;
  }
  return { ...rule.gate, for: lasts };
}

interface Rule {
  readonly gate: Gate;
  readonly lasts: string | null;
}

function ruleOf(written: string, path: Path, catalog: Catalog, mistakes: Mistake[]): Rule | null {
  const parts = written.length > LONGEST_GATE ? undefined : GATE.exec(written.trim())?.groups;
  if (parts === undefined) {
    mistakes.push(unreadable(written, path));
    return null;
  }
  const { measure = '', quantile, is = '<', value = '', rest = '' } = parts;
  const known = measure === 'score' ? SCORE : catalog.measures.find(({ id }) => id === measure);
  if (known === undefined) {
    mistakes.push(unknownMeasure(measure, path, catalog));
    return null;
  }
  const asked = quantileMistake(measure, quantile, known.distribution, path);
  if (asked !== null) mistakes.push(asked);
  const { parse, expected } = UNITS[known.unit];
  const number = parse(value);
  if (number === null) mistakes.push(badValue(measure, value, expected, path));
  const clauses = clausesIn(rest, path, mistakes);
  if (clauses === null) return null;
  const gate: Gate = {
    text: written.trim(),
    measure,
    quantile: quantile === undefined ? null : Number((Number(quantile) / 100).toPrecision(12)),
    is: is as Comparison,
    // What is wrong with it has been said; its names are looked up all the same.
    value: number ?? 0,
    during: clauses['during'] ?? null,
    journey: clauses['journey'] ?? null,
    upstream: clauses['upstream'] ?? null,
  };
  return { gate, lasts: clauses['for'] ?? null };
}

function clausesIn(rest: string, path: Path, mistakes: Mistake[]): Record<string, string> | null {
  const clauses: Record<string, string> = {};
  for (const [whole, key = '', value = ''] of rest.matchAll(CLAUSE)) {
    if (clauses[key] !== undefined) {
      mistakes.push(wrong('bad-gate', path, `"${key}" stands here twice`, { piece: whole }));
      return null;
    }
    clauses[key] = value;
  }
  return clauses;
}

function unreadable(written: string, path: Path): Mistake {
  const turned = /=[<>]/.test(written) ? ['At least is written >=, at most <=.'] : [];
  const single = turned.length === 0 && /[^<>=!]=[^=]/.test(written) ? ['Equality is written ==.'] : [];
  const quantile = /\.p?\d/.test(written) ? ['A quantile is written as in latency.p95, up to p99.99.'] : [];
  return wrong('bad-gate', path, 'expected a measure, a comparison (<, <=, >, >=, ==) and a value', {
    hints: [
      ...turned,
      ...single,
      ...quantile,
      'For example:  score >= 75,  latency.p95 < 3s during outage,  full-share > 90%',
    ],
  });
}

function unknownMeasure(measure: string, path: Path, catalog: Catalog): Mistake {
  const ids = ['score', ...catalog.measures.map(({ id }) => id)];
  return wrong('unknown-measure', path, `there is no measure "${measure}"`, {
    piece: measure,
    hints: [...didYouMean(measure, ids), 'All of them:  brownout list measures'],
  });
}

function quantileMistake(
  measure: string,
  quantile: string | undefined,
  isDistribution: boolean,
  path: Path,
): Mistake | null {
  if (isDistribution === (quantile !== undefined)) return null;
  if (isDistribution) {
    const message = `"${measure}" is a distribution, so a gate names a quantile of it`;
    return wrong('bad-quantile', path, message, { piece: measure, hints: [`For example:  ${measure}.p95`] });
  }
  return wrong('bad-quantile', path, `"${measure}" is one number and has no quantiles`, {
    piece: `.p${quantile ?? ''}`,
    hints: [`Write only "${measure}".`],
  });
}

function badValue(measure: string, value: string, expected: string, path: Path): Mistake {
  return wrong('bad-value', path, `${measure} is compared with ${expected}, found "${value}"`, {
    piece: value,
    hints: measure === 'score' ? [] : [`What it means:  brownout explain ${measure}`],
  });
}
