/** The sample that the README leads to is what today's rubric and reporters make of its record. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { renderFiles } from '../../src/report/render.js';
import { readRunFolder } from '../../src/run/record/folder.js';
import { scoreRecord } from '../../src/score/score.js';

const SAMPLE = 'reports/sample';

it.each(['scorecard.json', 'scorecard.md', 'scorecard.html', 'junit.xml'])(
  'has the %s of today: if a change of it is meant, run `npm run brownout -- report reports/sample`',
  async (name) => {
    const record = await readRunFolder(SAMPLE);
    const files = renderFiles({ record, scorecard: scoreRecord(record), folder: SAMPLE });
    expect(files.find((file) => file.name === name)?.text).toBe(readFileSync(join(SAMPLE, name), 'utf8'));
  },
);

it('says nothing of the machine that it was made on', () => {
  for (const name of readdirSync(SAMPLE)) {
    expect(readFileSync(join(SAMPLE, name), 'utf8')).not.toMatch(/\/(home|root|tmp|usr|work|Users)\//);
  }
});
