import { describe, expect, it } from 'vitest';
import { dearest, doFirst } from '../../../src/catalog/reporters/dearest.js';
import type { Report } from '../../../src/catalog/reporters/reporter.js';
import { reporterById } from '../../../src/catalog/reporters/shelf.js';
import type { Finding } from '../../../src/model/finding.js';
import { scoreRecord } from '../../../src/score/score.js';
import { specimens } from '../../support/specimens.js';

function findingOf(title: string, points: number, gain: number): Finding {
  const said = { seen: 's', required: 'r', usersGot: 'u', remedy: `mend ${title}`, evidence: [] };
  return { check: title, verdict: 'fail', severity: 'high', title, points, gain, ...said };
}

const dear = findingOf('dear', 14.4, 0);
const lifting = findingOf('lifting', 0.3, 20);
const others = [findingOf('third', 3, 0), findingOf('second', 4, 0), findingOf('tiny', 0.04, 0.04)];

describe('what is named where there is room for little', () => {
  it('is the three that cost most, dearest first', () => {
    const named = dearest({ findings: [...others, lifting, dear] }).map(({ title }) => title);
    expect(named).toEqual(['dear', 'second', 'third']);
  });

  it('is to be done first if it gives most back, whatever it cost', () => {
    expect(doFirst({ findings: [dear, ...others, lifting] })).toBe(lifting);
  });

  it('is what cost most where nothing alone gives anything back', () => {
    expect(doFirst({ findings: [...others, dear] })).toBe(dear);
    expect(doFirst({ findings: [] })).toBeNull();
  });
});

describe('what to do first', () => {
  const record = specimens['no-hangs']?.failing;
  if (record === undefined) throw new Error('no specimen');
  const scorecard = { ...scoreRecord(record), findings: [dear, ...others, lifting] };
  const report: Report = { record, scorecard, folder: 'reports/x' };

  it.each([
    ['terminal', /do first +lifting, \+20\.0\. Fix: mend lifting\n/],
    ['markdown', /\*\*Do first\*\*: mend lifting Gain: \+20\.0\.\n\n## /],
    ['html', /<dt>Do first<\/dt><dd>mend lifting <b>\+20\.0<\/b>[^]*<h2>/],
  ])('stands on the first screen of %s', (id, said) => {
    expect(reporterById(id)?.render(report, { colour: false, unicode: true, columns: 80 })).toMatch(said);
  });
});
