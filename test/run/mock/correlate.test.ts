import { describe, expect, test } from 'vitest';
import { markedAnswer, mintNonce } from '../../../src/catalog/answers/watermark.js';
import type { MintedAnswer } from '../../../src/model/minted.js';
import { correlate, type Asked, type Askers } from '../../../src/run/mock/correlate.js';
import { SEED, tokenOf } from '../../support/mocking.js';

const [first, second] = [tokenOf(1), tokenOf(2)];
const nonce = mintNonce(SEED, 40);
const minted: MintedAnswer = { attempt: 40, upstream: 'claude', inbound: 1, also: [], at: 0, words: 3 };

const askers: Askers = {
  withToken: (token) => [first, second].flatMap((known, index) => (token === known ? [index + 1] : [])),
  likeliest: (inbounds) => inbounds[0] ?? null,
  findMinted: (found) => (found === nonce ? minted : null),
};

function ownerOf({ headers = {}, ...asked }: Partial<Asked> & { readonly headers?: Record<string, string> }) {
  return correlate({ newest: '', everything: '', ...asked }, headers, askers);
}

describe('an attempt belongs', () => {
  test('to whose token its newest message carries', () => {
    expect(ownerOf({ newest: `Why? ${first}` })).toEqual({ inbound: 1, also: [] });
  });

  test('to the newest of several, and to the others too', () => {
    expect(ownerOf({ newest: `${second} ${first} ${second}` })).toEqual({ inbound: 2, also: [1] });
  });

  test('to its message before its headers', () => {
    const owner = ownerOf({ newest: first, headers: { 'x-request-id': second } });
    expect(owner.inbound).toBe(1);
  });

  test.each(['x-request-id', 'traceparent'])('to whom %s names, where the messages name nobody', (name) => {
    expect(ownerOf({ newest: 'Why?', headers: { [name]: second } }).inbound).toBe(2);
  });

  test('to whose earlier answer it goes on with, where nothing else tells', () => {
    const everything = `Sum this up: ${markedAnswer(nonce, 3).text}`;
    expect(ownerOf({ newest: 'Sum this up', everything })).toEqual({ inbound: 1, also: [] });
  });

  test('to nobody, where the token is none of ours', () => {
    expect(ownerOf({ newest: tokenOf(99), everything: 'bo0123456789abcdef:' }).inbound).toBeNull();
  });
});
