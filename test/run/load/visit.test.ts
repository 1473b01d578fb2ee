import { describe, expect, it } from 'vitest';
import { Visit, type EndedVisit } from '../../../src/run/load/visit.js';
import { journeyOf } from '../../support/record.js';

interface Stage {
  readonly visit: Visit;
  readonly ended: readonly EndedVisit[];
  readonly tick: (time: number) => void;
}

/** Due at 90, sent at 100. */
function stage(): Stage {
  let now = 100;
  const ended: EndedVisit[] = [];
  const visit = new Visit({
    ...{ inbound: 3, due: 90, bodyBytes: 100, journey: journeyOf() },
    question: { token: 'abcdefghijklmnop', prompt: 'Why?' },
    request: { method: 'GET', path: '/', headers: {}, body: null },
    clock: { now: () => now },
    onEnd: (_, over) => ended.push(over),
  });
  return { visit, ended, tick: (time) => (now += time) };
}

const BODY = new TextEncoder().encode('{"answer":"so"}');

describe('an inbound', () => {
  it('ends complete with its times, counted from the start of the run', () => {
    const { visit, ended, tick } = stage();
    tick(5);
    visit.head(200, {});
    tick(5);
    visit.body(BODY);
    tick(5);
    visit.end('complete');
    expect(ended).toMatchObject([{ inbound: 3, due: 90, sent: 100, ended: 115, end: 'complete' }]);
    expect(ended[0]?.reading).toMatchObject({ firstByte: 105, firstContent: 110, bytes: 15, text: 'so' });
  });

  it('ends once: whatever comes later changes nothing', () => {
    const { visit, ended } = stage();
    visit.head(200, {});
    visit.giveUp('deadline');
    visit.body(BODY);
    visit.end('complete');
    visit.lose();
    visit.giveUp('censored');
    expect(ended).toHaveLength(1);
    expect(ended[0]).toMatchObject({ end: 'deadline', reading: { bytes: 0 } });
    expect(visit.isOpen).toBe(false);
  });

  it('that loses its connection is a reset before the head, and aborted after it', () => {
    const before = stage();
    before.visit.lose();
    const after = stage();
    after.visit.head(200, {});
    after.visit.lose();
    expect([before.ended[0]?.end, after.ended[0]?.end]).toEqual(['reset', 'aborted']);
  });

  it('that could not be sent was never sent', () => {
    const { visit, ended } = stage();
    visit.end('unsent');
    expect(ended[0]).toMatchObject({ sent: null, end: 'unsent' });
  });

  it('that is given up hangs up, once', () => {
    const { visit } = stage();
    let hungUp = 0;
    visit.onHangUp(() => (hungUp += 1));
    visit.giveUp('deadline');
    visit.giveUp('censored');
    expect(hungUp).toBe(1);
  });

  it('that has its answer has nothing to hang up', () => {
    const { visit } = stage();
    let hungUp = 0;
    visit.onHangUp(() => (hungUp += 1));
    visit.end('complete');
    visit.giveUp('censored');
    expect(hungUp).toBe(0);
  });
});
