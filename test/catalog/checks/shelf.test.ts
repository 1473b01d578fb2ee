/** Laws of the shelf of checks, and for each a record that passes and one that fails. */
import { describe, expect, it } from 'vitest';
import type { Check } from '../../../src/catalog/checks/check.js';
import { checks } from '../../../src/catalog/checks/shelf.js';
import { viewOf } from '../../../src/catalog/measures/view.js';
import type { Finding } from '../../../src/model/finding.js';
import type { RunRecord } from '../../../src/model/record.js';
import type { Scorecard } from '../../../src/model/scorecard.js';
import { gradeOf } from '../../../src/score/grade.js';
import { judge } from '../../../src/score/judge.js';
import { gaugeOf } from '../../../src/score/measure.js';
import { rubric } from '../../../src/score/rubric.js';
import { scoreRecord } from '../../../src/score/score.js';
import { vectorOf } from '../../../src/score/vector.js';
import { withCohort } from '../../support/cohort.js';
import { playRecord, recordOf } from '../../support/record.js';
import { specimens } from '../../support/specimens.js';

function finding(record: RunRecord, check: string): Finding | undefined {
  return cardOf(record).findings.find((one) => one.check === check);
}

/** Specimens are asked again and again. */
const cards = new Map<RunRecord, Scorecard>();

function cardOf(record: RunRecord): Scorecard {
  const card = cards.get(record) ?? scoreRecord(record);
  cards.set(record, card);
  return card;
}

describe('every check', () => {
  it('has an id of its own, a passing and a failing specimen', () => {
    expect(Object.keys(specimens).sort()).toEqual(checks.map(({ id }) => id).sort());
    expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  });

  it('names terms and ceilings that the rubric has', () => {
    const terms = rubric.terms.map(({ id }) => id);
    const caps = rubric.caps.map(({ id }) => id);
    for (const check of checks) {
      expect(terms, check.id).toEqual(expect.arrayContaining([...check.terms]));
      expect(caps, check.id).toEqual(expect.arrayContaining([...check.caps]));
    }
  });

  it('shares no term with another, so that lost points are counted once', () => {
    const named = checks.flatMap(({ terms }) => terms);
    expect(new Set(named).size).toBe(named.length);
  });

  it.each(checks.map(({ id }) => [id]))(
    '%s passes its passing specimen, without evidence against it',
    (id) => {
      const found = finding(specimens[id]?.passing ?? recordOf(), id);
      expect(found).toMatchObject({ verdict: 'pass', severity: 'none', evidence: [], gain: 0 });
      expect(found?.seen).not.toBe('');
      expect(found?.required).not.toBe('');
    },
  );

  const troubling = checks.filter(({ severity }) => severity !== 'none');

  it('that only informs never fails, whatever it sees', () => {
    const informing = checks.filter(({ severity }) => severity === 'none').map(({ id }) => id);
    expect(informing).toEqual(['backoff-law']);
    for (const { passing, failing: bad } of Object.values(specimens)) {
      for (const record of [passing, bad])
        expect(['pass', 'not-applicable']).toContain(finding(record, 'backoff-law')?.verdict);
    }
  });

  it.each(troubling.map(({ id, trouble }) => [id, trouble]))(
    '%s fails its failing specimen, and says all four things',
    (id, trouble) => {
      const found = finding(specimens[id]?.failing ?? recordOf(), id);
      expect(found?.verdict).toBe('fail');
      expect(found?.title).toBe(trouble);
      for (const said of [found?.seen, found?.required, found?.usersGot, found?.remedy]) {
        expect(said).toMatch(/^\S.*\.$/);
        expect(said).not.toMatch(/NaN|undefined|Infinity/);
      }
    },
  );

  it('says of an empty record that it can’t tell, and never that it passes', () => {
    for (const found of scoreRecord(recordOf()).findings) {
      expect(['inconclusive', 'not-applicable'], found.check).toContain(found.verdict);
    }
  });
});

describe('evidence', () => {
  it('is at most three requests, from the worst of those that show it', () => {
    const found = finding(specimens['no-hangs']?.failing ?? recordOf(), 'no-hangs');
    expect(found?.evidence).toHaveLength(3);
    for (const example of found?.evidence ?? []) {
      expect(example).toMatchObject({ class: 'hang', phase: 'outage', deadline: 3000 });
      expect(example.attempts).toHaveLength(1);
    }
  });
});

describe('points', () => {
  it.each(Object.keys(specimens))('lost in all findings together are what the base lacks (%s)', (id) => {
    const record = specimens[id]?.failing ?? recordOf();
    const card = cardOf(record);
    const base = card.terms.reduce((sum, { points }) => sum + points, 0);
    const lost = card.findings.reduce((sum, { points }) => sum + points, 0);
    expect(base + lost).toBeCloseTo(100, 6);
  });

  it('lead the list of findings', () => {
    const { findings } = scoreRecord(specimens['no-hangs']?.failing ?? recordOf());
    const points = findings.map((found) => found.points);
    expect(points).toEqual([...points].sort((a, b) => b - a));
  });
});

describe('backoff-law', () => {
  it('names the client whose defaults the waits look like', () => {
    const record = withCohort(60, [() => 2000, () => 4000]);
    expect(finding(record, 'backoff-law')?.seen).toMatch(
      /^2\.0\u00a0s|2\u00a0s before the first retry.*without jitter.*looks like the Vercel AI SDK/,
    );
  });
});

describe('a check that crashes', () => {
  it('is a finding of its own, and the others go on', () => {
    const crashing: Check = {
      ...(checks[0] as Check),
      id: 'crashing',
      judge: () => {
        throw new Error('no such row');
      },
    };
    const gauge = gaugeOf(viewOf(playRecord(() => null)));
    const vector = vectorOf(rubric, gauge);
    const circumstances = { hasRecovery: true, limits: 'declared' } as const;
    const graded = gradeOf(rubric, vector, circumstances);
    const findings = judge({ rubric, gauge, vector, circumstances, graded }, [crashing, ...checks.slice(1)]);
    expect(findings.find(({ check }) => check === 'crashing')).toMatchObject({
      verdict: 'error',
      seen: 'This check failed: no such row',
    });
    expect(findings).toHaveLength(checks.length);
  });
});
