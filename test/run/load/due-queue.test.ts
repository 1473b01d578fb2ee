import { describe, expect, it } from 'vitest';
import { DueQueue } from '../../../src/run/load/due-queue.js';

function queueOf(...dues: readonly number[]): DueQueue {
  return new DueQueue({ count: dues.length, dueOf: (index) => dues[index] ?? Number.NaN });
}

function sentAt(queue: DueQueue, now: number): readonly number[] {
  const sent: number[] = [];
  queue.sendDue({ now: () => now }, (index) => sent.push(index));
  return sent;
}

describe('what is due', () => {
  it('never leaves early, not even by a hair', () => {
    const queue = queueOf(10);
    expect(sentAt(queue, 9.999)).toEqual([]);
    expect(sentAt(queue, 10)).toEqual([0]);
  });

  it('leaves all at once after a freeze, in its order, and only once', () => {
    const queue = queueOf(1, 2, 2, 3, 50);
    expect(sentAt(queue, 10)).toEqual([0, 1, 2, 3]);
    expect(sentAt(queue, 10)).toEqual([]);
    expect(queue.nextDue).toBe(50);
    expect(sentAt(queue, 60)).toEqual([4]);
    expect(queue.nextDue).toBeNull();
  });

  it('takes along what falls due while it sends', () => {
    const queue = queueOf(1, 2, 3);
    let now = 1;
    const sent: number[] = [];
    const send = (index: number): void => {
      sent.push(index);
      now += 1;
    };
    queue.sendDue({ now: () => now }, send);
    expect(sent).toEqual([0, 1, 2]);
  });
});
