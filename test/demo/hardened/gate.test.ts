import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AttemptFailure } from '../../../src/demo/hardened/failure.js';
import { Gate } from '../../../src/demo/hardened/gate.js';

const down = new AttemptFailure('refused', { status: 500 });
const slow = new AttemptFailure('slow');
const gate = (): Gate => new Gate(() => 0.5);

/** Calls one after the other, every 10 ms; true for those that were let in. */
function play(one: Gate, from: number, count: number, outcome: AttemptFailure | null): readonly boolean[] {
  return Array.from({ length: count }, (_, index) => {
    const pass = one.enter(from + index * 10);
    if (outcome === null) pass?.succeeded(from + index * 10);
    else pass?.failed(outcome, from + index * 10);
    return pass !== null;
  });
}

test('it shuts after five failures in a row, and lets nobody in for a while', () => {
  const one = gate();
  expect(play(one, 0, 10, down)).toEqual([true, true, true, true, true, false, false, false, false, false]);
  // 1 s and half of another after the fifth failure at 40 ms.
  expect(one.enter(1_539)).toBeNull();
  expect(one.enter(1_540)).not.toBeNull();
});

test('after that it lets in one at a time, and opens with the second success', () => {
  const one = gate();
  play(one, 0, 5, down);
  const probe = one.enter(2_000);
  expect(probe).not.toBeNull();
  expect(one.enter(2_001)).toBeNull();
  probe?.succeeded(2_500);
  expect(one.isOpen).toBe(false);
  play(one, 2_600, 1, null);
  expect(one.isOpen).toBe(true);
});

test('a probe that fails shuts it again', () => {
  const one = gate();
  play(one, 0, 5, down);
  expect(play(one, 2_000, 3, down)).toEqual([true, false, false]);
});

test('a few failures among successes leave it open, four in ten do not', () => {
  const share = (every: number): Gate => {
    const one = gate();
    for (let turn = 0; turn < 60; turn += 1) play(one, turn * 10, 1, turn % 10 < every ? down : null);
    return one;
  };
  // The first of ten fail, so that five results never hold more than two failures in five.
  expect(share(1).isOpen).toBe(true);
  expect(share(5).isOpen).toBe(false);
});

test('coming back is a slope: few at first, one more for each success', () => {
  const one = gate();
  play(one, 0, 5, down);
  play(one, 2_000, 2, null);
  const inside = (): number => {
    const passes = Array.from({ length: 50 }, () => one.enter(3_000)).filter((pass) => pass !== null);
    for (const pass of passes) pass.succeeded(3_000);
    return passes.length;
  };
  expect([inside(), inside(), inside()]).toEqual([4, 8, 16]);
});

test('it keeps to what the provider asks for, and comes a little later than that', () => {
  const one = gate();
  const asked = new AttemptFailure('refused', { status: 529, retryAfter: 5_000 });
  one.enter(0)?.failed(asked, 100);
  expect(one.enter(5_349)).toBeNull();
  expect(one.enter(5_350)).not.toBeNull();
});

test('whoever asks for an hour is looked at after ten seconds', () => {
  const one = gate();
  one.enter(0)?.failed(new AttemptFailure('refused', { status: 429, retryAfter: 3_600_000 }), 0);
  expect(one.enter(10_250)).not.toBeNull();
});

test('a shorter wait does not undo a longer one', () => {
  const one = gate();
  const [first, second] = [one.enter(0), one.enter(0)];
  first?.failed(new AttemptFailure('refused', { status: 429, retryAfter: 8_000 }), 0);
  second?.failed(new AttemptFailure('refused', { status: 429, retryAfter: 1_000 }), 10);
  expect(one.enter(2_000)).toBeNull();
});

test('a sign of overload shrinks what may be open at once, once for a crowd of them', () => {
  const one = gate();
  for (let turn = 0; turn < 200; turn += 1) play(one, turn, 1, null);
  const passes = Array.from({ length: 100 }, () => one.enter(1_000));
  passes.slice(0, 3).forEach((pass) => pass?.failed(slow, 1_100));
  for (const pass of passes.slice(3)) pass?.succeeded(1_200);
  // 70 of the 99 that were left inside, and one for each of the 97 that came home.
  expect(Array.from({ length: 250 }, () => one.enter(1_300)).filter((pass) => pass !== null)).toHaveLength(
    70 + 97,
  );
});

test('users who leave say nothing about the provider', () => {
  const one = gate();
  play(one, 0, 50, new AttemptFailure('left'));
  expect(one.isOpen).toBe(true);
});

test('failures of long ago are forgotten', () => {
  const one = gate();
  play(one, 0, 4, down);
  expect(play(one, 20_000, 4, down)).toEqual([true, true, true, true]);
  expect(one.isOpen).toBe(true);
});

test('whatever happens, it never lets in more than its limit, and a quiet provider comes back', () => {
  const steps = fc.array(fc.constantFrom('enter', 'ok', 'down', 'slow', 'wait'), { maxLength: 300 });
  fc.assert(
    fc.property(steps, (taken) => {
      const one = gate();
      const open: NonNullable<ReturnType<Gate['enter']>>[] = [];
      let now = 0;
      for (const step of taken) {
        now += step === 'wait' ? 700 : 5;
        if (step === 'enter') {
          const pass = one.enter(now);
          if (pass !== null) open.push(pass);
        } else if (step === 'ok') open.shift()?.succeeded(now);
        else if (step !== 'wait') open.shift()?.failed(step === 'down' ? down : slow, now);
        expect(open.length).toBeLessThanOrEqual(200);
      }
      for (const pass of open) pass.succeeded(now);
      play(one, now + 20_000, 5, null);
      expect(one.isOpen).toBe(true);
    }),
  );
});

test.each(['left', 'hurried'] as const)('a call that ended as %s says nothing of the provider', (kind) => {
  const one = gate();
  expect(play(one, 0, 10, new AttemptFailure(kind))).not.toContain(false);
  expect(one.isOpen).toBe(true);
});
