import { describe, expect, test } from 'vitest';
import type { AttemptOutcome } from '../../../src/model/event.js';
import { callsOf, type Calls } from '../../../src/run/mock/calls.js';

function calls(remembered?: number): Calls {
  let last = 0;
  const journeyOf = (inbound: number): string => (inbound < 1000 ? 'ask' : 'other');
  const options = { nextId: () => (last += 1), journeyOf };
  return callsOf(remembered === undefined ? options : { ...options, remembered });
}

/** `a+` begins an attempt with body a, `a:ok` ends the oldest open one of that body. Gives the call of each. */
function told(script: string, tally = calls()): readonly number[] {
  const open: { body: string; call: number }[] = [];
  const found: number[] = [];
  for (const word of script.split(' ')) {
    const [body = '', outcome] = word.split(':');
    if (outcome === undefined) {
      const placed = tally.begin(1, body.charCodeAt(0));
      open.push({ body: body.charAt(0), call: placed.call });
      found.push(placed.call);
    } else {
      const place = open.findIndex((one) => one.body === body);
      const [ended] = open.splice(place, 1);
      if (ended !== undefined) tally.ended(1, ended.call, outcome as AttemptOutcome);
    }
  }
  return found;
}

describe('attempts of one user at one upstream', () => {
  test.each([
    ['the same body after a failure is a retry', 'a+ a:http-error a+ a:reset a+', [1, 1, 1]],
    ['the same body beside an open one is a hedge', 'a+ a+', [1, 1]],
    ['another body after a failure is a retry that changed it', 'a+ a:http-error b+', [1, 1]],
    ['another body after a success is a new step', 'a+ a:ok b+', [1, 2]],
    ['a slow success is a success', 'a+ a:slow b+', [1, 2]],
    ['another body beside an open one is a new step', 'a+ b+', [1, 2]],
    ['an older failure does not matter after a success', 'a+ a:cut b+ b:ok c+', [1, 1, 2]],
    ['goes on with the call that failed last', 'a+ a:ok b+ b:refused c+ c:ok', [1, 2, 2]],
    ['a retry that changed its body may be repeated', 'a+ a:reset b+ b:ok b+', [1, 1, 1]],
    ['a retry that changed its body may be hedged', 'a+ a:reset b+ b+', [1, 1, 1]],
    ['an older body is still known again', 'a+ a:ok b+ b:ok a+', [1, 2, 1]],
  ])('%s', (_, script, expected) => {
    expect(told(script)).toEqual(expected);
  });
});

describe('an app that asks for three things at once', () => {
  /** Another user's, who met no fault; of that journey, or of another one. */
  function learnt(inbound: number): Calls {
    const tally = calls();
    const open = [1, 2, 3].map((body) => tally.begin(inbound, body));
    for (const { call } of open) tally.ended(inbound, call, 'ok');
    return tally;
  }

  const REFUSED = 'a+ a:http-error b+ b:ok c+ c:http-error a+ a:ok c+ c:ok';

  test('asks for three too where the first is refused before the second is begun', () => {
    // The user before has used the first three.
    expect(told(REFUSED, learnt(2))).toEqual([4, 5, 6, 4, 6]);
  });

  test('tells nothing of another journey, where what follows a refusal is a retry', () => {
    expect(new Set(told('a+ a:http-error b+ b:http-error c+', learnt(2000))).size).toBe(1);
  });

  test('still changes the body of a retry once all three have been begun', () => {
    const found = told('a+ b+ c+ b:ok c:ok a:http-error d+', learnt(2));
    expect(found[3]).toBe(found[0]);
  });
});

test('ranks count within the call, and over all calls of the user', () => {
  const tally = calls();
  tally.begin(5, 1);
  tally.begin(5, 2);
  expect(tally.begin(5, 1)).toEqual({ call: 1, ordinal: 2, attempt: 3, body: 1 });
});

test("what is nobody's is never a retry, however alike", () => {
  const tally = calls();
  expect([tally.begin(null, 1), tally.begin(null, 1)].map(({ call, ordinal }) => [call, ordinal])).toEqual([
    [1, 1],
    [2, 1],
  ]);
});

test('users do not share calls, whatever they ask', () => {
  const tally = calls();
  expect([tally.begin(1, 9).call, tally.begin(2, 9).call]).toEqual([1, 2]);
});

describe('of several users with the same question', () => {
  test('the newest who has not called yet is the likeliest', () => {
    const tally = calls();
    tally.begin(2, 1);
    expect([tally.likeliest([3, 2, 1]), tally.likeliest([2, 1])]).toEqual([3, 1]);
  });

  test('then who was let down', () => {
    const tally = calls();
    const first = tally.begin(1, 1);
    tally.begin(2, 1);
    tally.ended(1, first.call, 'http-error');
    expect(tally.likeliest([2, 1])).toBe(1);
  });

  test('of several of them who tried less often, then whoever waits for longer', () => {
    const tally = calls();
    const failed = (inbound: number): void => {
      const { call } = tally.begin(inbound, 1);
      tally.ended(inbound, call, 'http-error');
    };
    failed(1);
    failed(2);
    // The retry of the first comes first, then that of the second.
    expect(tally.likeliest([2, 1])).toBe(1);
    failed(1);
    expect(tally.likeliest([2, 1])).toBe(2);
    failed(2);
    expect(tally.likeliest([2, 1])).toBe(1);
  });

  test('nobody is', () => {
    expect(calls().likeliest([])).toBeNull();
  });
});

test('who waits for an answer is never forgotten, however many come after', () => {
  const tally = calls(10);
  const waiting = tally.begin(0, 7);
  for (let inbound = 1; inbound < 100; inbound += 1) {
    tally.ended(inbound, tally.begin(inbound, 7).call, 'ok');
  }
  expect(tally.begin(0, 7)).toEqual({ call: waiting.call, ordinal: 2, attempt: 2, body: 1 });
  expect(tally.begin(1, 7).attempt).toBe(1);
});
