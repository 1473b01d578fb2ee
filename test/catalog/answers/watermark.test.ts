import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  markedAnswer,
  attemptOf,
  isRun,
  isWhole,
  mintNonce,
  readWatermark,
} from '../../../src/catalog/answers/watermark.js';

const seeds = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const attempts = fc.nat({ max: 2 ** 32 - 1 });
const counts = fc.integer({ min: 1, max: 400 });

test('a nonce gives back its attempt under its own seed', () => {
  fc.assert(
    fc.property(seeds, attempts, (seed, attempt) => {
      const nonce = mintNonce(seed, attempt);
      expect(nonce).toMatch(/^[0-9a-f]{16}$/);
      expect(attemptOf(seed, nonce)).toBe(attempt);
    }),
  );
});

test('attempts that follow each other have nonces that do not show it', () => {
  const halves = Array.from({ length: 50_000 }, (_, attempt) => mintNonce(42, attempt).slice(0, 8));
  expect(new Set(halves).size).toBe(50_000);
  const firsts = new Map<string, number>();
  for (const half of halves) firsts.set(half.slice(0, 1), (firsts.get(half.slice(0, 1)) ?? 0) + 1);
  for (const share of firsts.values()) expect(share).toBeGreaterThan(2_500);
});

test.each(['', 'xyz', '00', '0'.repeat(17), 'ABCDEF0123456789'])('%j is no nonce', (text) => {
  expect(attemptOf(1, text)).toBeNull();
});

test('a nonce of another seed stands for nothing', () => {
  let known = 0;
  for (let attempt = 0; attempt < 20_000; attempt += 1) {
    if (attemptOf(2, mintNonce(1, attempt)) !== null) known += 1;
  }
  expect(known).toBe(0);
});

test('the whole text is whole, and reads back its nonce and every word', () => {
  fc.assert(
    fc.property(attempts, counts, (attempt, words) => {
      const nonce = mintNonce(5, attempt);
      const mark = readWatermark(markedAnswer(nonce, words).text);
      expect(mark.nonces).toEqual([nonce]);
      expect(mark.ended).toEqual([nonce]);
      expect(mark.words).toEqual(Array.from({ length: words }, (_, index) => index + 1));
      expect(mark.segments.map(isWhole)).toEqual([true]);
    }),
  );
});

test.each([0, 1, 511, 512, 513, 9_999, 10_001])('of %i words, the pieces say the text', (words) => {
  const { text, pieces } = markedAnswer(mintNonce(5, 1), words);
  expect(pieces).toHaveLength(words + 2);
  expect(pieces.join('')).toBe(text);
});

test('cut anywhere before its last full stop, it is never whole', () => {
  const text = markedAnswer(mintNonce(5, 1), 40).text;
  // The last digit of the count may be lost with the stop: then the count is wrong, or the end is bare.
  for (let end = 0; end < text.length - 1; end += 1) {
    const { segments } = readWatermark(text.slice(0, end));
    expect(segments.some(isWhole), `cut at ${end}`).toBe(false);
  }
});

test('one word or the end left out, or a word doubled, is seen', () => {
  const { pieces } = markedAnswer(mintNonce(5, 1), 20);
  for (let at = 1; at < pieces.length; at += 1) {
    const without = pieces.toSpliced(at, 1).join('');
    expect(readWatermark(without).segments.every(isWhole), `without ${at}`).toBe(false);
  }
  for (let at = 1; at <= 20; at += 1) {
    const doubled = pieces.toSpliced(at, 0, pieces[at] ?? '').join('');
    expect(readWatermark(doubled).segments.every(isWhole), `doubled ${at}`).toBe(false);
  }
});

test('UTF-8 split across chunks does not alter the watermark', () => {
  const text = `Grüße 🙂 ${markedAnswer(mintNonce(9, 3), 30).text} ✓`;
  const bytes = Buffer.from(text);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length), { maxLength: 20 }), (cuts) => {
      const decoder = new TextDecoder();
      const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      const chunks = places.slice(1).map((end, index) => bytes.subarray(places[index] ?? 0, end));
      const read = chunks.map((chunk) => decoder.decode(chunk, { stream: true })).join('');
      expect(readWatermark(read)).toEqual(readWatermark(text));
    }),
  );
});

test('it lives through JSON, HTML, lost spaces and text around it', () => {
  const { pieces } = markedAnswer(mintNonce(9, 3), 12);
  const text = pieces.join('');
  expect(JSON.stringify(text)).toBe(`"${text}"`);
  expect(text).not.toMatch(/[<>&"'`*_#[\]\\]/);
  for (const seen of [text.replaceAll(' ', ''), `5${text}5`, text.replaceAll(' ', '  \n')]) {
    expect(readWatermark(seen).segments.map(isWhole)).toEqual([true]);
  }
});

test('two answers one after the other are two segments', () => {
  const first = mintNonce(9, 1);
  const second = mintNonce(9, 2);
  const half = markedAnswer(first, 10).pieces.slice(0, 6).join('');
  const mark = readWatermark(half + markedAnswer(second, 10).text);
  expect(mark.nonces).toEqual([first, second]);
  expect(mark.segments.map(isWhole)).toEqual([false, true]);
});

test('an excerpt keeps its run of words, wherever it begins', () => {
  const { pieces } = markedAnswer(mintNonce(9, 1), 10);
  const excerpt = readWatermark(pieces.slice(4, 8).join(''));
  expect(excerpt.segments).toEqual([{ nonce: null, words: [4, 5, 6, 7], counted: null }]);
  expect(excerpt.segments.every(isRun)).toBe(true);
  expect(readWatermark(pieces.toSpliced(5, 1).join('')).segments.every(isRun)).toBe(false);
});

test('a text without words and one with prose have no watermark', () => {
  for (const text of ['', 'See w3.org, wm12 and boot-end.', 'deadbeefdeadbeef']) {
    expect(readWatermark(text).segments).toEqual([]);
  }
});
