import { expect, test } from 'vitest';
import { mintNonce } from '../../../src/catalog/answers/watermark.js';
import { mintedBook } from '../../../src/run/mock/minted.js';
import { SEED } from '../../support/mocking.js';

const book = () => mintedBook(SEED, ['claude', 'gpt'], { now: () => 900 });

test('an answer is found by its nonce, however many came before it', () => {
  const answers = book();
  for (const attempt of [1, 16_384, 70_000]) {
    answers.add({ attempt, upstream: attempt % 2, owner: { inbound: attempt * 10, also: [3] }, words: 20 });
    answers.said(attempt, attempt / 2);
  }
  const found = [1, 16_384, 70_000].map((attempt) => answers.find(mintNonce(SEED, attempt)));
  expect(found).toEqual([
    { attempt: 1, upstream: 'gpt', inbound: 10, also: [3], at: 0.5, words: 20 },
    { attempt: 16_384, upstream: 'claude', inbound: 163_840, also: [3], at: 8192, words: 20 },
    { attempt: 70_000, upstream: 'claude', inbound: 700_000, also: [3], at: 35_000, words: 20 },
  ]);
});

test('while an answer is still being said, its time is now', () => {
  const answers = book();
  answers.add({ attempt: 5, upstream: 0, owner: { inbound: null, also: [] }, words: 2 });
  const before = answers.find(mintNonce(SEED, 5));
  answers.said(5, 300);
  expect([before?.at, before?.inbound, answers.find(mintNonce(SEED, 5))?.at]).toEqual([900, null, 300]);
});

test('what nobody minted is not found', () => {
  const answers = book();
  answers.said(6, 1);
  const unknown = [mintNonce(SEED, 6), mintNonce(SEED + 1, 6), 'no nonce'];
  expect(unknown.map((nonce) => answers.find(nonce))).toEqual([null, null, null]);
});
