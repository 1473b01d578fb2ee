import { describe, expect, it } from 'vitest';
import { openInbounds } from '../../../src/run/record/open-inbounds.js';

function book(remember = 1_000) {
  return openInbounds({ journeyOf: (inbound) => `journey ${inbound}`, remember });
}

describe('open inbounds', () => {
  it('gives those that carry a token, newest first', () => {
    const inbounds = book();
    inbounds.opened(1, 'a', 0);
    inbounds.opened(2, 'b', 1);
    inbounds.opened(3, 'a', 2);
    expect(inbounds.withToken('a')).toEqual([3, 1]);
    expect(inbounds.withToken('b')).toEqual([2]);
  });

  it('leaves out what has ended while another is open', () => {
    const inbounds = book();
    inbounds.opened(1, 'a', 0);
    inbounds.opened(2, 'a', 1);
    inbounds.ended(2, 5);
    expect(inbounds.withToken('a')).toEqual([1]);
  });

  it('gives the one that ended last when none is open', () => {
    const inbounds = book();
    inbounds.opened(1, 'a', 0);
    inbounds.opened(2, 'a', 1);
    inbounds.ended(2, 5);
    inbounds.ended(1, 6);
    expect(inbounds.withToken('a')).toEqual([1]);
  });

  it('knows no token that is not ours', () => {
    expect(book().withToken('zzz')).toEqual([]);
  });

  it('forgets a token when its last inbound ended longer ago than it has to remember', () => {
    const inbounds = book(1_000);
    inbounds.opened(1, 'a', 0);
    inbounds.ended(1, 10);
    inbounds.opened(2, 'b', 20);
    inbounds.ended(2, 1_010);
    expect(inbounds.withToken('a')).toEqual([1]);
    inbounds.opened(3, 'c', 900);
    inbounds.ended(3, 1_011);
    expect(inbounds.withToken('a')).toEqual([]);
    expect(inbounds.withToken('b')).toEqual([2]);
  });

  it('keeps a token that was asked again after it had ended', () => {
    const inbounds = book(100);
    inbounds.opened(1, 'a', 0);
    inbounds.ended(1, 10);
    inbounds.opened(2, 'a', 50);
    inbounds.opened(3, 'b', 60);
    inbounds.ended(3, 500);
    expect(inbounds.withToken('a')).toEqual([2]);
  });

  it('holds no more than it must remember, however many come and go', () => {
    const inbounds = book(1_000);
    for (let at = 0; at < 100_000; at += 1) {
      inbounds.opened(at, `token ${at}`, at);
      inbounds.ended(at, at + 0.5);
    }
    expect(inbounds.tokens()).toBeLessThanOrEqual(1_002);
    expect(inbounds.open()).toBe(0);
    expect(inbounds.total()).toBe(100_000);
  });

  it('takes an end that nobody opened, or that comes twice, for nothing', () => {
    const inbounds = book();
    inbounds.opened(1, 'a', 0);
    inbounds.ended(1, 1);
    inbounds.ended(1, 2);
    inbounds.ended(7, 2);
    expect(inbounds.open()).toBe(0);
    expect(inbounds.withToken('a')).toEqual([1]);
  });

  it('remembers whether anybody looked for a token', () => {
    const inbounds = book();
    inbounds.opened(1, 'a', 0);
    inbounds.opened(2, 'b', 0);
    inbounds.withToken('a');
    expect(['a', 'b', 'c'].map((token) => inbounds.wasSought(token))).toEqual([true, false, false]);
  });

  it('tells the journey of an inbound', () => {
    expect(book().journeyOf(4)).toBe('journey 4');
  });
});
