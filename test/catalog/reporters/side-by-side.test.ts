import { describe, expect, it } from 'vitest';
import type { Report, Style } from '../../../src/catalog/reporters/reporter.js';
import { sideBySide, whatToChange } from '../../../src/catalog/reporters/side-by-side.js';
import type { RunRecord } from '../../../src/model/record.js';
import { scoreRecord } from '../../../src/score/score.js';
import { specimens } from '../../support/specimens.js';

const PLAIN: Style = { colour: false, unicode: true, columns: 80 };

function reportOf(record: RunRecord): Report {
  return { record, scorecard: scoreRecord(record), folder: 'reports/x' };
}

const reports = [specimens['no-lies']?.failing, specimens['no-lies']?.passing].flatMap((record) =>
  record === undefined ? [] : [reportOf(record)],
);

describe('two runs side by side', () => {
  it.each([60, 80, 200])('keep their columns apart in %d, however long the names', (columns) => {
    const named = reports.map((report, index) => {
      const subject = `${'ab'[index] ?? ''}-${'name-'.repeat(20)}`;
      return { ...report, scorecard: { ...report.scorecard, subject } };
    });
    const lines = sideBySide(named, { ...PLAIN, columns }).split('\n');
    for (const line of lines) expect(line.length, line).toBeLessThanOrEqual(columns);
    const names = lines.find((line) => line.includes('a-name') && line.includes('b-name')) ?? '';
    const grades = lines.find((line) => line.startsWith('grade')) ?? '';
    const second = reports[1]?.scorecard.grade ?? '?';
    expect(names.indexOf('b-name')).toBe(grades.lastIndexOf(`${second} `));
  });

  it('have a column each with grade and outcomes, and say what to change', () => {
    const text = sideBySide(reports, PLAIN);
    expect(text).toContain('grade');
    for (const { scorecard } of reports) expect(text).toContain(scorecard.grade ?? scorecard.verdict);
    expect(text).toContain('false success');
    expect(reports.map(({ scorecard }) => whatToChange(scorecard, PLAIN)).join('\n')).toContain(
      'What to change',
    );
  });
});
