import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INCIDENTS } from '../../src/catalog/incidents.js';
import { budgetText } from '../../src/catalog/reporters/slo.js';
import type { RunRecord } from '../../src/model/record.js';
import type { Schedule } from '../../src/model/scenario.js';
import type { BudgetReport, CostOf } from '../../src/model/slo.js';
import { scoreRecord } from '../../src/score/score.js';
import { budgetOf, budgetReport, type Asked } from '../../src/score/slo.js';
import { failing, planOf, playRecord, type Played } from '../support/record.js';

const MINUTE = 60_000;
const NOTHING: Asked = { slo: null, lasts: null, tiers: [], bill: null };
const O4 = 'O4: status.openai.com, post-mortem of 11 December 2024';

const REFUSED: Played = { class: 'honest-error', latency: 50, attempts: failing(1) };
const LIE: Played = { class: 'lie', latency: 50, attempts: failing(1) };

function report(asked: Partial<Asked>, played: Played | null = REFUSED, sources = [O4]): BudgetReport {
  const plan = { scenario: { ...planOf().scenario, sources } };
  return of(
    playRecord((role) => (role === 'outage' ? played : null), { plan }),
    asked,
  );
}

interface Hurt {
  readonly share: number;
  readonly on?: string;
  readonly fault?: string;
  readonly schedule?: Schedule;
}

/** An outage whose windows hurt only some of the calls. */
function partial(changes: readonly Hurt[]): BudgetReport {
  const plan = planOf();
  const [window] = plan.windows;
  if (window === undefined) throw new Error('the plan has a window');
  const windows = changes.map(({ share, ...change }, index) => ({
    ...{ ...window, ...change, id: `w${index + 1}` },
    share: { from: share, to: share, over: 0 },
  }));
  const scenario = { ...plan.scenario, sources: [O4] };
  return of(
    playRecord((role) => (role === 'outage' ? REFUSED : null), { plan: { scenario, windows } }),
    {},
  );
}

function of(record: RunRecord, asked: Partial<Asked>): BudgetReport {
  return budgetReport({ record, scorecard: scoreRecord(record), folder: 'runs/x' }, { ...NOTHING, ...asked });
}

function lost({ outages }: BudgetReport, wanted: CostOf) {
  return outages[0]?.costs.find((cost) => cost.of === wanted)?.lost ?? null;
}

describe('a month’s error budget', () => {
  it.each([
    [0.99, 432],
    [0.999, 43.2],
    [0.9995, 21.6],
    [0.9999, 4.32],
  ])('at %d is %d minutes of 30 days', (slo, minutes) => {
    expect(budgetOf(slo) / MINUTE).toBeCloseTo(minutes, 9);
  });
});

describe('4 h 22 min that pass through to users', () => {
  it.each([
    [0.999, 6.1],
    [0.9999, 60.6],
  ])('take at %d so many months of budget: %d', (slo, months) => {
    const [share = 0] = lost(report({ slo, lasts: 262 * MINUTE }), 'passed-through')?.ofBudget ?? [];
    expect(Number(share.toFixed(1))).toBe(months);
  });
});

describe('what an outage takes', () => {
  it('is what the app let through of it, by worth and by answers in time', () => {
    const took = report({ slo: 0.999 });
    expect(lost(took, 'worth')?.value).toBeCloseTo(0.8 * 262 * MINUTE);
    expect(lost(took, 'in-time')?.value).toBeCloseTo(262 * MINUTE);
    expect(lost(took, 'perfect-fallback')?.value).toBeCloseTo(0.05 * 262 * MINUTE);
  });

  it.each([
    ['fails six calls of ten', [{ share: 0.6 }], 0.6],
    ['has two windows that draw apart', [{ share: 0.5 }, { share: 0.5 }], 0.75],
    ['hurts two providers, of which the worst counts', [{ share: 0.5 }, { share: 0.2, on: 'gpt' }], 0.5],
    ['slows the rest', [{ share: 0.6 }, { share: 1, fault: 'slow-first-token' }], 0.6],
    ['flaps, one second of four', [{ share: 1, schedule: { kind: 'flapping', on: 1000, off: 3000 } }], 0.25],
  ] as const)('counts outside the app only what the plan would have failed: it %s', (_, changes, failed) => {
    const took = partial(changes);
    expect(lost(took, 'passed-through')?.value).toBeCloseTo(failed * 262 * MINUTE, -4);
    expect(lost(took, 'perfect-fallback')?.value).toBeCloseTo(0.05 * failed * 262 * MINUTE, -4);
  });

  it.each([
    ['only slows calls', [{ share: 1, fault: 'slow-first-token' }]],
    ['limits their rate', [{ share: 1, fault: 'rate-limit' }]],
    ['hurts the first few', [{ share: 1, schedule: { kind: 'first', calls: 3 } }]],
  ] as const)('says nothing of what is outside the app where the plan %s', (_, changes) => {
    const took = partial(changes);
    expect(lost(took, 'passed-through')).toBeNull();
    expect(lost(took, 'perfect-fallback')).toBeNull();
    expect(print(took)).toContain('not decided by the plan');
  });

  it('is never more than all of it, though a false success is worth less than nothing', () => {
    expect(lost(report({}, LIE), 'worth')?.value).toBe(262 * MINUTE);
  });

  it('is nothing for an app that nobody noticed', () => {
    expect(lost(report({}, null), 'in-time')?.value).toBe(0);
  });

  it('has the interval of what was measured, turned round', () => {
    const took = lost(report({}), 'in-time');
    expect(took?.interval?.high).toBe(262 * MINUTE);
    expect(took?.interval?.low).toBeLessThan(262 * MINUTE);
    expect(took?.interval?.low).toBeGreaterThan(260 * MINUTE);
  });

  it('is shown at the four usual objectives where none was stated, and at the user’s where one was', () => {
    expect(report({}).objectives).toHaveLength(4);
    expect(report({ slo: 0.995 }).objectives).toEqual([{ slo: 0.995, stated: true, budget: 216 * MINUTE }]);
  });

  it('goes by the length that the user says before that of a real outage', () => {
    const { outages } = report({ lasts: 5 * MINUTE });
    expect(outages).toMatchObject([{ lasted: 5 * MINUTE, cited: null }]);
    expect(report({}).outages).toMatchObject([{ lasted: 262 * MINUTE, cited: { source: O4 } }]);
  });

  it('is not known without a length', () => {
    expect(report({}, REFUSED, ['a paper'])).toMatchObject({ outages: [] });
    expect(print(report({}, REFUSED, []))).toContain('--lasts 2h');
  });

  it('is not known from a run that bears no grade', () => {
    const unhealthy = playRecord(() => ({ ...REFUSED, attempts: [] }));
    const took = of(unhealthy, { lasts: 262 * MINUTE });
    expect(took.quality.worth).toMatchObject({ state: 'unmeasured' });
    expect(lost(took, 'worth')).toBeNull();
    expect(lost(took, 'passed-through')?.value).toBe(262 * MINUTE);
    expect(print(took)).toContain('not known');
  });
});

describe('what comes back', () => {
  const tiers = [
    { below: 0.999, credit: 0.1 },
    { below: 0.99, credit: 0.25 },
  ];

  it.each([
    ['no tier', 40, 0, 0],
    ['the first tier', 262, 0.1, 1200],
    ['the second', 433, 0.25, 3000],
  ])('is by %s', (_, minutes, credit, amount) => {
    const told = report({ tiers, bill: 12_000, lasts: minutes * MINUTE }).credit;
    expect(told).toMatchObject({ lines: [{ credit, amount }] });
  });

  it('is a share where the bill is not stated, and nothing where no promise is', () => {
    expect(report({ tiers }).credit).toMatchObject({ bill: null, lines: [{ credit: 0.1, amount: null }] });
    expect(report({ bill: 12_000 }).credit).toBe('not-asked');
    expect(report({ tiers }, REFUSED, []).credit).toBe('length-unknown');
  });
});

function print(one: BudgetReport, columns = 80, unicode = true): string {
  return budgetText(one, { colour: false, unicode, columns });
}

describe('the printed arithmetic', () => {
  const one = report({ tiers: [{ below: 0.999, credit: 0.1 }], bill: 12_000 });

  it.each([40, 60, 80, 120])('keeps within %d columns, with and without Unicode', (columns) => {
    for (const unicode of [true, false]) {
      const text = print(one, columns, unicode);
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    }
  });

  it('says whose each input is', () => {
    const text = print(one).replaceAll(/\s+/g, ' ');
    expect(text).toContain('4 h 22 min: OpenAI, all services, 2024-12-11');
    expect(text).toContain('no SLO was stated');
    expect(text).toContain('a bill of 12000.00 (yours)');
    expect(text).toContain('with a perfect fallback 30 % of a month’s budget');
    expect(text).toContain('passed through it would be 6.1 months of budget');
  });
});

describe('the lengths of real outages', () => {
  const cited = readdirSync('scenarios').map((file): readonly string[] => {
    const { sources } = parse(readFileSync(`scenarios/${file}`, 'utf8')) as { sources: readonly string[] };
    return sources;
  });

  it.each(INCIDENTS.map((incident) => [incident.source, incident] as const))(
    '%s: a shipped scenario cites it',
    (source, { on, lasted }) => {
      expect(cited.flat()).toContain(source);
      expect(on).toMatch(/^20\d\d-[01]\d-[0-3]\d$/);
      expect(lasted).toBeGreaterThan(0);
    },
  );

  it('are known for most of the shipped scenarios', () => {
    const known = cited.filter((sources) => INCIDENTS.some(({ source }) => sources.includes(source)));
    expect(known.length).toBeGreaterThanOrEqual(14);
  });
});

describe('an interval', () => {
  it('is printed beside what looks exact', () => {
    const text = print(report({ slo: 0.999 }, null)).replaceAll('\u00a0', ' ');
    // Wilson, 95 %, none of 800: up to 0.48 %, of 262 minutes 1.25, of a budget of 43.2 minutes 3 %.
    expect(text).toMatch(/your app, in time +0 min +0 %\n +95 % interval +0 to 1\.25 min +0 to 3 %/);
  });
});
