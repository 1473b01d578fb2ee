import { describe, expect, it } from 'vitest';
import { referenceMistakes, resolveReferences } from '../../src/scenario/variables.js';

const ENV = { KEY: 'secret', EMPTY: '' };

describe('references', () => {
  it.each([
    ['no reference', 'no reference'],
    ['a ${KEY} b', 'a secret b'],
    ['${KEY}${KEY}', 'secretsecret'],
    ['${EMPTY}', ''],
    ['${EMPTY:-instead}', 'instead'],
    ['${NONE:-instead of it}', 'instead of it'],
    ['${NONE:-}', ''],
    ['${KEY:-instead}', 'secret'],
    ['${KEY:?why}', 'secret'],
    ['$${KEY}', '${KEY}'],
    ['costs $5', 'costs $5'],
  ])('%s become %j', (text, expected) => {
    expect(resolveReferences(text, ENV)).toEqual({ ok: true, value: expected, warnings: [] });
  });

  it('that are not set are told all at once, with the reason that the author gave', () => {
    const resolved = resolveReferences('${ONE} ${TWO:?the staging key} ${EMPTY:?not empty}', ENV);
    expect(resolved.ok ? [] : resolved.problems.map(({ code, message }) => [code, message])).toEqual([
      ['unset-variable', 'the variable ONE is not set'],
      ['unset-variable', 'the variable TWO is not set: the staging key'],
      ['unset-variable', 'the variable EMPTY is not set: not empty'],
    ]);
  });

  it('never find what every object has', () => {
    expect(resolveReferences('${constructor}', {}).ok).toBe(false);
  });

  it('are not resolved a second time', () => {
    expect(resolveReferences('${A}', { A: '${KEY}', KEY: 'x' })).toMatchObject({ value: '${KEY}' });
  });
});

describe('the syntax of references', () => {
  it.each(['${A}', '${A:-b}', '${A:?b}', '$${', 'a $ b', '$A', '{A}', '${A:-}'])('allows %s', (text) => {
    expect(referenceMistakes({ env: { X: text } })).toEqual([]);
  });

  it.each([
    ['${A', '${A'],
    ['${}', '${}'],
    ['${a-b} and more', '${a-b}'],
    ['ok ${A} ${1}', '${1}'],
  ])('refuses %s', (text, piece) => {
    expect(referenceMistakes({ env: [text] })).toMatchObject([
      { code: 'bad-reference', path: ['env', 0], piece },
    ]);
  });

  it('lets prose be', () => {
    expect(referenceMistakes({ story: 'costs ${', title: '${' })).toEqual([]);
  });
});
