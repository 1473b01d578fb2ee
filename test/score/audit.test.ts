import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CORE_SUITE } from '../../src/catalog/audit-suite.js';
import { auditMarkdown } from '../../src/catalog/reporters/audit-markdown.js';
import { auditText } from '../../src/catalog/reporters/audit.js';
import type { AuditedOutage, GradedOutage } from '../../src/model/audit.js';
import type { RunRecord } from '../../src/model/record.js';
import { auditedOutage } from '../../src/score/audit-outage.js';
import { auditOf, halfAndHalf } from '../../src/score/audit.js';
import { scoreRecord } from '../../src/score/score.js';
import { failing, planOf, playRecord, type Played } from '../support/record.js';

function recordIn(scenario: string, play: (index: number, role: string) => Played | null): RunRecord {
  const plan = { scenario: { ...planOf().scenario, name: scenario } };
  return playRecord((role, index) => play(index, role), { plan });
}

function outageIn(scenario: string, play: (index: number, role: string) => Played | null): AuditedOutage {
  const record = recordIn(scenario, play);
  return auditedOutage({ record, scorecard: scoreRecord(record), folder: `runs/${scenario}` });
}

const REFUSED: Played = { class: 'honest-error', latency: 50, attempts: failing(1) };
const RAW: Played = { class: 'raw-error', latency: 50, attempts: failing(1) };
const LIE: Played = { class: 'lie', latency: 50, attempts: failing(1) };

/** Every user gets it while the outage lasts. */
function always(played: Played) {
  return (_: number, role: string): Played | null => (role === 'outage' ? played : null);
}

function graded(scenario: string, score: number, overrides: Partial<GradedOutage> = {}): GradedOutage {
  return {
    scenario,
    title: scenario,
    subject: 'bot',
    rubric: 'v0',
    seed: 1,
    quick: false,
    folder: `runs/${scenario}`,
    state: 'graded',
    verdict: 'pass',
    score,
    grade: 'B',
    interval: [score - 1, score + 1],
    ceilings: [],
    cells: [],
    losses: [],
    ...overrides,
  };
}

const allAt = (score: number): readonly GradedOutage[] => CORE_SUITE.map((name) => graded(name, score));

function withOne(outages: readonly GradedOutage[], one: AuditedOutage): readonly AuditedOutage[] {
  return outages.map((outage) => (outage.scenario === one.scenario ? one : outage));
}

describe('the score of a suite', () => {
  it('is half the mean and half the worst', () => {
    expect(halfAndHalf([90, 90, 90, 50])).toBe(65);
    const audit = auditOf(withOne(allAt(80), graded('hang', 58)));
    expect(audit.mean).toBeCloseTo(78);
    expect(audit.worst).toEqual({ scenario: 'hang', score: 58 });
    expect(audit).toMatchObject({ score: 68, grade: 'C', interval: [67, 69], verdict: 'pass' });
  });

  it('is held below an A by an outage that was not run', () => {
    const audit = auditOf(allAt(98).slice(1));
    expect(audit).toMatchObject({ score: 89, grade: 'B', interval: [89, 89] });
    expect(audit.ceilings[0]).toEqual({ cap: 89, because: 'a core stimulus was not run: hard-down' });
  });

  it('is held down by a ceiling that any outage reached', () => {
    const lied = graded('hang', 29, { ceilings: [{ cap: 29, because: 'lies' }] });
    const audit = auditOf(withOne(allAt(99), lied));
    expect(audit).toMatchObject({ score: 29, grade: 'F', verdict: 'fail' });
    expect(audit.ceilings[0]?.because).toBe('in hang, lies');
  });

  it('is an A+ where every outage is one, and an A where one is not', () => {
    const best = CORE_SUITE.map((name) => graded(name, 98, { grade: 'A+' }));
    expect(auditOf(best).grade).toBe('A+');
    expect(auditOf(withOne(best, graded('hang', 98, { grade: 'A' }))).grade).toBe('A');
  });

  it('is not known where an outage stayed open, but bounded, and the gate with it', () => {
    const open = { ...graded('hang', 0), state: 'inconclusive', because: 'it never fired' } as const;
    const audit = auditOf(withOne(allAt(80), open));
    expect(audit).toMatchObject({ score: null, grade: null, mean: null, verdict: 'inconclusive' });
    // Between 0 and 100 for the one that is open, 79 and 81 for the ten others.
    expect(audit.interval).toEqual([35.9, 81.9]);
    expect(audit.because).toContain('hang: it never fired');
    expect(auditOf(withOne(allAt(10), open)).verdict).toBe('fail');
    expect(auditOf(withOne(allAt(80), open), 30).verdict).toBe('pass');
    expect(auditOf(withOne(allAt(80), { ...open, state: 'invalid' })).verdict).toBe('invalid');
  });

  it('of nothing is not known, and does not pass', () => {
    expect(auditOf([])).toMatchObject({ score: null, interval: null, verdict: 'inconclusive' });
  });

  it('weighs a finding of the worst outage twice', () => {
    const losses = [{ check: 'no-hangs', title: 'Hangs', remedy: 'Set a timeout.', points: 11, gain: 11 }];
    const audit = auditOf(withOne(allAt(80), graded('hang', 50, { losses })));
    const [remedy] = audit.remedies;
    expect(audit.remedies).toMatchObject([{ check: 'no-hangs', points: 6, scenarios: ['hang'] }]);
    // The mean of eleven rises by 1, and the worst by 11.
    expect(remedy?.gain).toBeCloseTo(6);
  });

  it('names first what lifts the ceiling, though something else costs more', () => {
    const hangs = { check: 'no-hangs', title: 'Hangs', remedy: 'Set a timeout.', points: 4, gain: 30 };
    const alone = { check: 'failover', title: 'Alone', remedy: 'Fail over.', points: 20, gain: 0 };
    const held = graded('hang', 29, {
      losses: [hangs, alone],
      ceilings: [{ cap: 29, because: 'hangs' }],
    });
    const audit = auditOf(withOne(allAt(75), held));
    expect(audit.remedies.map(({ check }) => check)).toEqual(['no-hangs', 'failover']);
    // Held at 29 before; then half of (10 x 75 + 59) / 11 and half of 59.
    expect(audit.remedies[0]?.gain).toBeCloseTo((0.5 * (750 + 59)) / 11 + 29.5 - 29);
    expect(audit.remedies[1]?.gain).toBe(0);
    // A point of the worst outage, and one of the mean: 20 (0.5 + 0.5 / 11).
    const said = auditText(audit, { columns: 80, colour: false, unicode: true });
    expect(said).toMatch(/\+37\.3 +Hangs[^]*-10\.9 +Alone/);
  });
});

describe('an outage in the audit', () => {
  it('says what users got, commonest first, and what it was worth', () => {
    const outage = outageIn('hard-down', (index, role) =>
      role === 'outage' ? (index % 4 === 0 ? RAW : REFUSED) : null,
    );
    expect(outage).toMatchObject({
      state: 'graded',
      cells: [
        {
          journey: 'ask',
          requests: 800,
          got: [
            { what: 'honest-error', share: 0.75 },
            { what: 'raw-error', share: 0.25 },
          ],
        },
      ],
    });
    expect(outage.state === 'graded' ? outage.cells[0]?.worth : null).toBeCloseTo(0.1625);
  });

  it.each([
    ['as long as the faults', always(REFUSED), { value: 40_000, censored: false }],
    ['no time for an app that nobody noticed', () => null, { value: 0, censored: false }],
    [
      'until it had found another way',
      (index: number, role: string) => (role === 'outage' && index < 200 ? REFUSED : null),
      { value: 10_000, censored: false },
    ],
    [
      'to the last of several bad stretches',
      (index: number, role: string) => (role === 'outage' && index % 400 < 100 ? REFUSED : null),
      { value: 25_000, censored: false },
    ],
    [
      'longer than the faults where the app came back late',
      (index: number, role: string) =>
        role === 'outage' || (role === 'recovery' && index < 300) ? REFUSED : null,
      { value: 55_000, censored: false },
    ],
    [
      'longer than anybody looked where it never came back',
      (_: number, role: string) => (role === 'baseline' ? null : REFUSED),
      { value: 80_000, censored: true },
    ],
  ])('lasted %s', (_, play, spell) => {
    const outage = outageIn('hard-down', play);
    expect(outage).toMatchObject({ cells: [{ spell: { state: 'measured', ...spell } }] });
  });

  it('that was graded keeps its ceilings and what it cost', () => {
    const outage = outageIn('hang', always(LIE));
    expect(outage).toMatchObject({ state: 'graded', grade: 'F' });
    expect(outage.state === 'graded' && outage.ceilings.some(({ cap }) => cap === 29)).toBe(true);
    expect(outage.state === 'graded' && outage.losses.some(({ check }) => check === 'no-lies')).toBe(true);
  });

  it('without a healthy baseline is invalid, and says so', () => {
    const outage = outageIn('hang', () => ({ ...REFUSED, attempts: [] }));
    expect(outage).toMatchObject({ state: 'invalid' });
    expect('because' in outage && outage.because).toMatch(/not healthy before/);
  });
});

const ESCAPE = String.fromCharCode(27);

describe('the printed audit', () => {
  const audit = auditOf([
    outageIn('hard-down', always(RAW)),
    outageIn('hang', always(LIE)),
    outageIn('flapping', () => ({ ...REFUSED, attempts: [] })),
    outageIn('rate-limit', () => null),
    { scenario: 'retired-model', state: 'not-run', because: `no ${ESCAPE}[2J <b>` },
  ]);

  it.each([40, 60, 80, 120])('keeps within %d columns, with and without Unicode', (columns) => {
    for (const unicode of [true, false]) {
      const text = auditText(audit, { colour: false, unicode, columns });
      for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
      expect(text).toMatch(/raw error 100/);
      expect(text).toMatch(/flapping +invalid: /);
      expect(text).toMatch(/not run, it was left out:\s+overload-storm/);
      if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    }
  });

  it('says the same without colour', () => {
    const style = { unicode: true, columns: 80 };
    const coloured = auditText(audit, { ...style, colour: true });
    expect(coloured).toContain(ESCAPE);
    const bare = coloured.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;]*m`, 'g'), '');
    expect(bare).toBe(auditText(audit, { ...style, colour: false }));
  });

  it('lets nothing of the subject steer a terminal or open markup', () => {
    expect(auditText(audit, { colour: false, unicode: true, columns: 80 })).not.toContain(ESCAPE);
    expect(auditMarkdown(audit)).not.toMatch(new RegExp(`${ESCAPE}|<b>`));
  });

  it('says a fix once in its table, and nothing of what cost less than is shown', () => {
    const [remedy] = audit.remedies;
    if (remedy === undefined) throw new Error('nothing to mend');
    const cheap = { ...audit, remedies: [{ ...remedy, title: 'Cheap', points: 0.04, gain: 0.04 }] };
    expect(auditMarkdown(cheap)).not.toContain('Cheap');
    const both = auditOf([outageIn('hard-down', always(RAW)), outageIn('rate-limit', always(RAW))]);
    const table = auditMarkdown(both).split('## Every journey in every outage')[1] ?? '';
    expect(table.match(/fix: as in hard-down/g)).toHaveLength(1);
    const widths = table.match(/^\|.*\|$/gm)?.map((row) => row.split('|').length) ?? [];
    expect(new Set(widths)).toEqual(new Set([7]));
  });

  it('has a row of the table for every outage of the suite', () => {
    for (const name of CORE_SUITE) expect(auditMarkdown(audit)).toContain(`| ${name} |`);
  });
});

describe('the core suite', () => {
  it.each(CORE_SUITE)('plays %s as it is shipped, which asks for no proxy of a team’s own', (name) => {
    const text = readFileSync(`scenarios/${name}.yaml`, 'utf8');
    expect(text).toContain(`\nname: ${name}\n`);
    expect(text).not.toMatch(/^proxies:/m);
  });

  it('has every outage once', () => {
    expect(new Set(CORE_SUITE).size).toBe(CORE_SUITE.length);
  });
});
