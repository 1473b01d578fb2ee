import { expect, test } from 'vitest';
import { SavedAnswers } from '../../../src/demo/hardened/saved-answers.js';

test('the newest answer to a question is found', () => {
  const saved = new SavedAnswers();
  saved.save('why', ['one']);
  saved.save('why', ['two']);
  expect(saved.find('why')).toEqual(['two']);
  expect(saved.find('how')).toBeNull();
});

test('it keeps the last thousand', () => {
  const saved = new SavedAnswers();
  for (let index = 0; index < 1_500; index += 1) saved.save(`q${index}`, ['a']);
  expect(saved.find('q499')).toBeNull();
  expect(saved.find('q500')).not.toBeNull();
  expect(saved.find('q1499')).not.toBeNull();
});
