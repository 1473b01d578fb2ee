import { describe, expect, it } from 'vitest';
import type { ToxicWindow } from '../../src/model/plan.js';
import type { RunFacts, WindowFacts } from '../../src/model/record.js';
import { WORDLESS } from '../../src/catalog/answers/classify.js';
import { scoreRecord } from '../../src/score/score.js';
import { whyUnfired } from '../../src/score/verdict.js';
import {
  HEALTHY,
  PHASES,
  playRecord,
  toxicWindowOf,
  windowOf,
  type Parts,
  type Played,
} from '../support/record.js';

const healthy = (parts: Parts = {}) => scoreRecord(playRecord(() => null, parts));
const met = (facts: Partial<WindowFacts>): WindowFacts => ({
  window: 'w1',
  calls: 0,
  matched: 0,
  fired: 0,
  otherModels: [],
  ...facts,
});

describe('a run is inconclusive', () => {
  it('when a fault never fired, and no letter is given', () => {
    const card = healthy({ facts: { windows: [met({})] } });
    expect(card.verdict).toBe('inconclusive');
    expect(card.grade).toBeNull();
    expect(card.score).toBeNull();
    expect(card.sentence).toBe(
      'Nothing can be said: the fault status on claude never fired, because claude was never called while it was open.',
    );
  });

  it('when nothing is known of a window', () => {
    expect(healthy({ facts: { windows: [] } }).verdict).toBe('inconclusive');
  });

  it.each<[Partial<ToxicWindow>, number, string]>([
    [
      {},
      0,
      'the toxic latency on claude touched nothing, because there was no connection to claude while it was open; let a journey use claude in that time, or say optional: true',
    ],
    [
      {},
      1,
      'the toxic latency on claude touched nothing: 1 connection stood while it was open, and nothing went through; let a journey use claude in that time, or say optional: true',
    ],
    [
      { toxicity: 0.2, on: 'gpt' },
      7,
      'the toxic latency on gpt touched nothing: its share spared all 7 connections, or nothing went through; raise the share, or say optional: true',
    ],
    [
      { toxic: 'down' },
      0,
      'the toxic down on claude touched nothing, because it cut nobody, and hardly anybody connected to claude just before; let a journey use claude in that time, or say optional: true',
    ],
  ])('when the toxic %o touched nothing on %d connections, and says why', (window, connections, because) => {
    const verdict = healthy({
      plan: { network: [toxicWindowOf(window)] },
      facts: { network: [{ window: 'n1', connections, carried: 0, bytes: 0 }] },
    });
    expect(verdict).toMatchObject({ verdict: 'inconclusive', because });
  });

  describe('but not when chance spared a toxic that', () => {
    const spared = { id: 'n1', toxic: 'latency', toxicity: 0.3 };
    const verdictWith = (
      first: Partial<ToxicWindow>,
      second: Partial<ToxicWindow>,
      carried: readonly number[],
    ) =>
      healthy({
        plan: { network: [toxicWindowOf({ ...spared, ...first }), toxicWindowOf({ id: 'n2', ...second })] },
        facts: {
          windows: [met({ calls: 9, matched: 9, fired: 9 })],
          network: ['n1', 'n2'].map((window, index) => ({
            window,
            connections: 7,
            carried: carried[index] ?? 0,
            bytes: 0,
          })),
        },
      }).verdict;
    const elsewhere = { on: 'db' };

    it('is one of a mix, of which another touched somebody', () => {
      expect(verdictWith(elsewhere, elsewhere, [0, 2])).toBe('pass');
      expect(verdictWith(elsewhere, elsewhere, [0, 0])).toBe('inconclusive');
    });

    it('stands beside a fault of its upstream that fired', () => {
      expect(verdictWith({}, { optional: true }, [0, 0])).toBe('pass');
    });

    it('but for one of another upstream, or of another time, or that everybody must carry', () => {
      expect(verdictWith(elsewhere, { on: 'claude' }, [0, 2])).toBe('inconclusive');
      expect(verdictWith({ ...elsewhere, closes: 40_000 }, { ...elsewhere, opens: 40_000 }, [0, 2])).toBe(
        'inconclusive',
      );
      expect(verdictWith({ ...elsewhere, toxicity: 1 }, elsewhere, [0, 2])).toBe('inconclusive');
    });
  });

  it('a fault that chance spared beside a toxic that touched somebody', () => {
    const verdictAfter = (carried: number) =>
      healthy({
        plan: {
          windows: [windowOf({ share: { from: 0.1, to: 0.1, over: 0 } })],
          network: [toxicWindowOf({ optional: true })],
        },
        facts: {
          windows: [met({ calls: 3, matched: 3 })],
          network: [{ window: 'n1', connections: 7, carried, bytes: 0 }],
        },
      }).verdict;
    expect(verdictAfter(1)).toBe('pass');
    expect(verdictAfter(0)).toBe('inconclusive');
  });

  it('when more than one user of the outage in twenty still waited at the end, too briefly to be left hanging', () => {
    // 800 users in the outage; by a deadline of 3 s, 12 s are a hang and 11 s are not.
    const endedWith = (open: number) =>
      scoreRecord(
        playRecord((phase, index) =>
          phase === 'outage' && index < open
            ? { class: 'reset', latency: 11_000, end: 'censored', attempts: HEALTHY.attempts }
            : null,
        ),
      );
    expect(endedWith(41)).toMatchObject({
      verdict: 'inconclusive',
      grade: null,
      sentence:
        'Nothing can be said: 5\u00a0% of the users in the outage still waited when the run ended, and who is left hanging shows only after four deadlines (12\u00a0s); play longer phases, or give the journey the deadline that its users would bear.',
    });
    expect(endedWith(40).grade).not.toBeNull();
    expect(endedWith(41).totals[1]?.classes).toEqual({ full: 759, open: 41 });
  });

  it('but not where nobody can tell what a toxic touched', () => {
    const card = healthy({
      plan: { network: [toxicWindowOf()] },
      facts: { network: [{ window: 'n1', connections: null, carried: null, bytes: null }] },
    });
    expect(card.verdict).toBe('pass');
  });

  it('but not for a window that need not fire', () => {
    const card = healthy({
      plan: { windows: [windowOf({ optional: true })] },
      facts: { windows: [met({})] },
    });
    expect(card.verdict).toBe('pass');
  });

  it.each<[string, Partial<RunFacts>]>([
    ['interrupted', { ending: { kind: 'interrupted', signal: 'SIGINT' } }],
    ['stopped', { ending: { kind: 'aborted', because: 'full-share < 10%' } }],
    ['our own fault', { checks: [{ id: 'counts', ok: false, said: 'two are missing', voids: 'run' }] }],
    ['untimed', { checks: [{ id: 'lag', ok: false, said: 'we lagged by 400 ms', voids: 'time' }] }],
  ])('when it was %s', (_, facts) => {
    const card = healthy({ facts });
    expect(card.verdict).toBe('inconclusive');
    expect(card.grade).toBeNull();
  });

  it('when nobody asked in the outage', () => {
    const record = playRecord(() => null);
    const responses = record.responses.filter(({ phase }) => phase !== 'outage');
    expect(scoreRecord({ ...record, responses }).verdict).toBe('inconclusive');
  });

  it('when all were still open, too young to be called hangs', () => {
    const open: Played = { class: 'hang', latency: 5000, attempts: [], end: 'censored' };
    const card = scoreRecord(playRecord((role) => (role === 'outage' ? open : null)));
    expect(card.verdict).toBe('inconclusive');
  });
});

describe('why a fault never fired', () => {
  it.each<[Partial<WindowFacts>, string]>([
    [{}, 'claude was never called while it was open'],
    [{ calls: 7, otherModels: ['gpt-5'] }, 'the app asked for gpt-5'],
    [{ calls: 7 }, 'none of the 7 calls matched it'],
    [{ calls: 7, matched: 3 }, 'its share spared them all'],
  ])('%o: %s', (facts, expected) => {
    expect(whyUnfired(windowOf(), met(facts))).toContain(expected);
  });
});

describe('a run is invalid', () => {
  const sick = (share: number): Played => ({ ...HEALTHY, class: share > 0 ? 'honest-error' : 'full' });

  it('when the baseline can’t have held its objective', () => {
    const card = scoreRecord(
      playRecord((role, index) => (role === 'baseline' && index % 10 === 0 ? sick(1) : null)),
    );
    expect(card.verdict).toBe('invalid');
    expect(card.because).toContain('90');
    expect(card.because).not.toContain('machine');
  });

  it('and says so where the answers may lie elsewhere than the journey says', () => {
    const record = playRecord((role) => (role === 'baseline' ? { ...HEALTHY, class: 'lie' } : null));
    const said = (why: string) =>
      scoreRecord({ ...record, responses: record.responses.map((row) => ({ ...row, why })) }).because;
    expect(said(`${WORDLESS}: undefined`)).toMatch(
      /not healthy .*100.% of the others got an answer .* the journey ask names.*brownout learn/,
    );
    expect(said('cut short, but passed as complete')).not.toContain('learn');
  });

  it('and says so where the machine may have been what made the app ill', () => {
    const checks = [
      { id: 'send-lag', ok: false, said: 'Requests left 400 ms late.', voids: 'time' },
    ] as const;
    const card = scoreRecord(
      playRecord((role, index) => (role === 'baseline' && index % 2 === 0 ? sick(1) : null), {
        facts: { checks },
      }),
    );
    expect(card.verdict).toBe('invalid');
    expect(card.because).toMatch(/not healthy .* or this machine was too busy.*Requests left 400 ms late/);
  });

  it('but not when the upper end of its interval reaches the objective', () => {
    // 8 of 400 failed: 98 %, at most 98.98 %; 7 of 400: at most 99.15 %
    const failing = (count: number) =>
      scoreRecord(playRecord((role, index) => (role === 'baseline' && index < count ? sick(1) : null)))
        .verdict;
    expect(failing(9)).toBe('invalid');
    expect(failing(7)).not.toBe('invalid');
  });

  it('when it was slower than the deadline before the outage', () => {
    const card = scoreRecord(
      playRecord((role) => (role === 'baseline' ? { ...HEALTHY, latency: 3500 } : null)),
    );
    expect(card.verdict).toBe('invalid');
    expect(card.because).toContain('too slow');
  });

  it('when it has no baseline', () => {
    const phases = PHASES.filter(({ role }) => role !== 'baseline');
    expect(scoreRecord(playRecord(() => null, { plan: { phases } })).verdict).toBe('invalid');
  });
});
