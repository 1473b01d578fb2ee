import { describe, expect, it } from 'vitest';
import { logLines } from '../../../../src/entry/cli/live/log.js';
import { regionLines } from '../../../../src/entry/cli/live/region.js';
import { nothingSeen, seen, type LiveState } from '../../../../src/entry/cli/live/seen.js';
import type { SecondSeen, Sighting } from '../../../../src/run/conductor/observe.js';
import { PHASES, planOf, windowOf } from '../../../support/record.js';

const plan = planOf();
const style = { colour: false, unicode: true, columns: 80 };
const [baseline = PHASES[0], outage = PHASES[1]] = PHASES;

function second(at: number, changes: Partial<SecondSeen> = {}): Sighting {
  const seenThen = { ended: 20, inTime: 20, calls: 20, scheduled: 20, open: 1, sendLag: 1, joined: 1 };
  return { kind: 'second', at, second: { ...seenThen, ...changes } };
}

function after(...sightings: readonly Sighting[]): LiveState {
  return sightings.reduce(seen, nothingSeen(plan));
}

function phaseSeen(phase: (typeof PHASES)[number] | undefined): Sighting {
  if (phase === undefined) throw new Error('no such phase');
  return { kind: 'phase', at: phase.opens, phase };
}

const opened: Sighting = { kind: 'window', at: 20_000, window: windowOf(), isOpen: true };

describe('the live region', () => {
  const seconds = Array.from({ length: 20 }, (_, index) => second((index + 1) * 1000));

  it('has six lines of at most 79 columns while a phase lasts', () => {
    const lines = regionLines(after(phaseSeen(baseline), ...seconds), 'support-bot', style);
    expect(lines).toHaveLength(6);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(79);
  });

  it('draws a cell for what is over and a dot for what is to come', () => {
    const lines = regionLines(after(phaseSeen(baseline), ...seconds), 'support-bot', style);
    // 20 of 100 s are 10 of 50 cells.
    expect(lines[2]).toContain(`${'█'.repeat(10)}${'.'.repeat(40)}`);
    expect(lines[2]?.endsWith('100\u00a0%')).toBe(true);
  });

  it('leaves a gap where no request ended, and says nobody', () => {
    const idle = Array.from({ length: 4 }, (_, index) => second((index + 1) * 1000, { ended: 0, inTime: 0 }));
    const line = regionLines(after(phaseSeen(baseline), ...idle), 'bot', style)[2] ?? '';
    expect(line.slice(16, 18)).toBe('  ');
    expect(line.endsWith('nobody')).toBe(true);
  });

  it('names what is open and how long it will be', () => {
    const state = after(phaseSeen(outage), opened, second(52_000));
    const lines = regionLines(state, 'bot', style);
    expect(lines[1]).toContain('outage, 8\u00a0s left');
    expect(lines[4]).toContain('claude 529  8\u00a0s left');
    expect(lines[0]?.endsWith('52\u00a0s of 100\u00a0s')).toBe(true);
  });

  it.each([40, 60])(
    'keeps within %d columns, cuts nothing in the middle, and still says how long',
    (columns) => {
      const windows = Array.from({ length: 6 }, (_, index): Sighting => {
        const window = windowOf({ id: `w${index}`, on: 'a-provider' });
        return { kind: 'window', at: 20_000, window, isOpen: true };
      });
      const name = 'a-phase-whose-name-is-long-enough-to-fill-the-line';
      const long = { ...(outage ?? PHASES[0]), name };
      const state = after(phaseSeen(long as (typeof PHASES)[number]), ...windows, second(52_000));
      const lines = regionLines(state, 'bot'.repeat(20), { ...style, columns });
      for (const line of lines) expect(line.length, line).toBeLessThan(columns);
      expect(lines[0]?.endsWith('52\u00a0s of 100\u00a0s')).toBe(true);
      expect(lines[1]?.endsWith('8\u00a0s left')).toBe(true);
      expect(lines[4]).toMatch(/(?:and \d more|6 faults) {2}8\u00a0s left$/);
      expect(lines[5]).toMatch(
        /^generator +\d+ sent(?:, \d+ open)?(?:, lag p99 \d+\u00a0ms)? +ctrl-c stops$/,
      );
    },
  );

  it('turns red only when the share is below half of the baseline', () => {
    const coloured = { ...style, colour: true };
    const alarm = (inTime: number): boolean => {
      const late = [21, 22, 23].map((at) => second(at * 1000, { inTime }));
      const state = after(phaseSeen(baseline), ...seconds, phaseSeen(outage), ...late);
      return regionLines(state, 'bot', coloured)[2]?.includes('\u001b[31m') ?? false;
    };
    expect(alarm(9)).toBe(true);
    expect(alarm(10)).toBe(false);
  });

  it('shows one line before the first phase', () => {
    const state = after({ kind: 'stage', stage: 'subject', said: 'waiting until the app is ready' });
    expect(regionLines(state, 'bot', style)).toEqual(['storm  bot  waiting until the app is ready']);
  });

  it('does without letters beyond ASCII where the terminal has none', () => {
    const state = after(phaseSeen(baseline), ...seconds, phaseSeen(outage), opened, second(21_000));
    const lines = regionLines(state, 'bot', { ...style, unicode: false });
    expect(lines.join('').replace(/[\u00a0\u202f]/g, ' ')).toMatch(/^[\x20-\x7e]*$/);
  });
});

describe('the lines of a log', () => {
  it('says the load, the seed and the plan with the first phase', () => {
    const [line = ''] = logLines(nothingSeen(plan), phaseSeen(baseline));
    expect(line).toMatch(/^00\.0 baseline {3}20\/s, seed 7421, plan [0-9a-f]{4}…[0-9a-f]{4}$/);
  });

  it('says a window with the phase that it opens with, and not once more', () => {
    const state = after(phaseSeen(baseline));
    expect(logLines(state, phaseSeen(outage))).toEqual(['20.0 outage     open: claude 529']);
    expect(logLines(state, opened)).toEqual([]);
  });

  it('says a window that opens within its phase when it does', () => {
    const window = windowOf({ opens: 30_000, closes: 45_000, share: { from: 0.6, to: 0.6, over: 0 } });
    const state = after(phaseSeen(outage));
    const lines = logLines(state, { kind: 'window', at: 30_000, window, isOpen: true });
    expect(lines).toEqual(['30.0 open       claude 529 60\u00a0%, until 45.0']);
    const closed = logLines(state, { kind: 'window', at: 45_000, window, isOpen: false });
    expect(closed).toEqual(['45.0 closed     claude 529 60\u00a0%']);
  });

  it('says that all is closed when the recovery begins', () => {
    expect(logLines(after(phaseSeen(outage)), phaseSeen(PHASES[2]))).toEqual([
      '60.0 recovery   all faults closed',
    ]);
  });

  it('beats every 15 s, with the sums since the last beat', () => {
    let state = after(phaseSeen(baseline));
    const beats: string[] = [];
    for (let at = 1000; at <= 30_000; at += 1000) {
      const sighting = second(at, { inTime: at > 15_000 ? 10 : 20 });
      beats.push(...logLines(state, sighting));
      state = seen(state, sighting);
    }
    expect(beats.map((beat) => beat.replaceAll('\u00a0', ' '))).toEqual([
      '15.0 ..         in time 100 %   20 calls/s, 1 waiting',
      '30.0 ..         in time 53 %    20 calls/s, 1 waiting',
    ]);
  });

  it('lets no control character of the app through', () => {
    const [line = ''] = logLines(after(phaseSeen(outage)), {
      kind: 'subject-died',
      at: 21_000,
      how: 'exit 1\u001b[2J\n::error::gone',
    });
    expect(line).not.toMatch(/[\u0000-\u001f]/);
  });
});

it('leaves no gap where sightings come a little late', () => {
  const quick = planOf({ phases: [{ ...PHASES[0], closes: 30_000 } as (typeof PHASES)[number]] });
  const late = Array.from({ length: 12 }, (_, index) => second((index + 1) * 1010 + 20));
  const state = [phaseSeen(baseline), ...late].reduce(seen, nothingSeen(quick));
  const line = regionLines(state, 'bot', style)[2] ?? '';
  expect(line.slice(16, 46)).toBe('█'.repeat(12) + '.'.repeat(18));
});
