import { describe, expect, test } from 'vitest';
import type { WirePlan } from '../../../src/model/wire.js';
import { endedBy, outcomeOf, wholenessOf, type Ending, type Judged } from '../../../src/run/mock/outcome.js';

const ended: Ending = {
  by: 'end',
  hung: false,
  status: 200,
  written: 9,
  committed: 0,
  terminated: true,
  firstToken: null,
};
const judged: Judged = { whole: { tokens: 9, streamed: true }, refused: false, slowed: false };

describe('the outcome of an attempt', () => {
  test.each<[string, Partial<Ending>, Partial<Judged>, string]>([
    ['a whole answer', {}, {}, 'ok'],
    ['a whole answer that a fault held back', {}, { slowed: true }, 'slow'],
    ['an error status', { status: 529, written: 0, terminated: false }, {}, 'http-error'],
    ['a slow error is an error', { status: 500 }, { slowed: true }, 'http-error'],
    ['no room', { status: 529, written: 0 }, { refused: true }, 'refused'],
    ['a reset before the head', { by: 'reset', status: null, written: 0 }, {}, 'reset'],
    ['an end of the connection before the head', { by: 'fin', status: null, written: 0 }, {}, 'reset'],
    ['a reset after the head', { by: 'reset', written: 4 }, {}, 'cut'],
    ['a clean end without the end mark', { terminated: false }, {}, 'cut'],
    ['a clean end with words missing', { written: 8 }, {}, 'cut'],
    ['standing still until the subject left', { by: 'left', hung: true, status: null }, {}, 'hang'],
    ['standing still until the run ended', { by: 'closed', hung: true }, {}, 'hang'],
    ['a subject that left a stream', { by: 'left', written: 4 }, {}, 'abandoned'],
    ['a stream that the run ended', { by: 'closed', written: 4 }, {}, 'abandoned'],
  ])('%s', (_, ending, judging, outcome) => {
    expect(outcomeOf({ ...ended, ...ending }, { ...judged, ...judging })).toBe(outcome);
  });
});

test('only a subject that hung up ended it itself', () => {
  const by = (['end', 'fin', 'reset', 'left', 'closed'] as const).map((how) =>
    endedBy({ ...ended, by: how }),
  );
  expect(by).toEqual(['mock', 'mock', 'mock', 'subject', 'mock']);
});

test('a whole body needs no end mark, a stream does', () => {
  const whole: WirePlan = [
    { do: 'head', after: 0, status: 200, headers: {} },
    { do: 'write', after: 0, text: '{}', part: 'body', tokens: 5 },
    { do: 'end', after: 0 },
  ];
  const stream: WirePlan = [
    { do: 'write', after: 0, text: 'x', part: 'token', tokens: 1 },
    { do: 'write', after: 0, text: 'x', part: 'terminator', tokens: 0 },
  ];
  expect([wholenessOf(whole), wholenessOf(stream)]).toEqual([
    { tokens: 5, streamed: false },
    { tokens: 1, streamed: true },
  ]);
});
