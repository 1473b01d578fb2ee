import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/catalog/reporters/reporter.js';
import { junit } from '../../../src/catalog/reporters/junit.js';
import type { GateResult, Scorecard } from '../../../src/model/scorecard.js';
import { scoreRecord } from '../../../src/score/score.js';
import { specimens } from '../../support/specimens.js';

const STYLE = { colour: false, unicode: true, columns: 80 };

function written(changes: Partial<Scorecard> = {}): string {
  const record = specimens['honest-errors']?.failing;
  if (record === undefined) throw new Error('no specimen');
  const report: Report = { record, scorecard: { ...scoreRecord(record), ...changes }, folder: 'x' };
  return junit.render(report, STYLE);
}

function gate(text: string, verdict: GateResult['verdict'], because: string): GateResult {
  return { text, verdict, because };
}

describe('the test report', () => {
  it('has a case for each gate, and counts what became of them', () => {
    const xml = written({
      subject: 'bot',
      scenario: 'storm',
      verdict: 'fail',
      gates: [
        gate('score >= 75', 'fail', '59, 95 % interval 57 to 59'),
        gate('amplification <= 2', 'pass', '1.1'),
        gate('latency.p95 < 3s', 'inconclusive', 'too few'),
      ],
    });
    expect(xml).toContain(
      '<testsuite name="bot in storm" tests="3" failures="1" errors="0" skipped="1" time="',
    );
    expect(xml).toContain(
      '<testcase classname="bot in storm" name="score &gt;= 75">\n      <failure message="59, 95 % interval 57 to 59"/>',
    );
    expect(xml).toContain('<testcase classname="bot in storm" name="amplification &lt;= 2"/>');
    expect(xml).toContain('<skipped message="too few"/>');
  });

  it('of a run that could not be tested is one error, whatever its gates', () => {
    const xml = written({
      verdict: 'invalid',
      because: 'the app was ill',
      gates: [gate('score >= 60', 'inconclusive', '')],
    });
    expect(xml).toContain('tests="1" failures="0" errors="1" skipped="0"');
    expect(xml).toContain('name="could be tested">\n      <error message="the app was ill"/>');
  });

  it('holds nothing that XML does not, whatever came from the app', () => {
    const nasty = '</system-out> & "x" \u0000 \u001b[2J \ud800 \uffff ]]>';
    const xml = written({ subject: nasty, sentence: nasty });
    expect(xml).not.toMatch(/[^\u0009\u000a\u000d\u0020-\ud7ff\ue000-\ufffd]/u);
    expect(xml.match(/<\/system-out>/g)).toHaveLength(1);
    expect(xml).toContain('name="&lt;/system-out&gt; &amp; &quot;x&quot; ');
  });

  it('calls no finding a failure', () => {
    const xml = written({ gates: [gate('score >= 1', 'pass', '')] });
    expect(xml).toContain('failures="0"');
    expect(xml).toMatch(/<system-out>[\s\S]*fix: /);
  });
});
