import { describe, expect, it } from 'vitest';
import { deathOf } from '../../../src/catalog/reporters/died.js';
import { reporterById } from '../../../src/catalog/reporters/shelf.js';
import type { RunFacts } from '../../../src/model/record.js';
import { scoreRecord } from '../../../src/score/score.js';
import { playRecord } from '../../support/record.js';

const PLAIN = { colour: false, unicode: true, columns: 60 };
const died = { at: 24_500, phase: 'outage', how: 'exit code 1' };
const record = playRecord(() => null);

function after(lastWords: readonly string[], how: RunFacts['subject']['died'] = died): typeof record {
  const subject = { ...record.facts.subject, died: how };
  return { ...record, facts: { ...record.facts, subject, lastWords } };
}

function rendered(id: string, of: typeof record): string {
  return reporterById(id)?.render({ record: of, scorecard: scoreRecord(of), folder: 'x' }, PLAIN) ?? '';
}

describe('an app that died', () => {
  it('is said with time, phase and how, and without the colours of its log', () => {
    expect(deathOf(after(['[31mError: overloaded[0m', '', '    at app.js:1']))).toEqual({
      said: 'The app died at 24.5\u00a0s, in outage: exit code 1.',
      lastWords: ['Error: overloaded', '    at app.js:1'],
    });
  });

  it('may have said nothing, and may not have died at all', () => {
    expect(deathOf(after([]))?.said).toMatch(/exit code 1\. It said nothing before\.$/);
    expect(deathOf(after(['still there'], null))).toBeNull();
  });

  it.each(['terminal', 'markdown', 'html'])('has its last words in %s, harmless', (id) => {
    const text = rendered(id, after(['# <b>@oncall</b> `|` ![x](y)', 'w'.repeat(200)]));
    expect(text.replaceAll(/\s+/g, ' ')).toContain('The app died at 24.5 s, in outage: exit code 1.');
    expect(text).toContain('oncall');
    expect(rendered(id, record)).not.toMatch(/died|How the app ended/);
    if (id === 'html') expect(text).not.toContain('<b>@oncall');
    // Set in by four, a line is code in Markdown, where nothing means anything.
    if (id === 'markdown') expect(text).toMatch(/\n\n {4}# <b>@oncall.*\n {4}w{200}\n\n/);
    if (id === 'terminal') for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60);
  });
});
