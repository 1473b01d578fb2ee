import { describe, expect, it } from 'vitest';
import { SendLag } from '../../../src/run/load/send-lag.js';

describe('our own lag', () => {
  it('is the 99th percentile since it was last asked for', () => {
    const lag = new SendLag();
    for (let value = 100; value >= 1; value -= 1) lag.note(value);
    expect(lag.take()).toBe(99);
    lag.note(7);
    expect(lag.take()).toBe(7);
  });

  it('is nothing where nothing was sent', () => {
    expect(new SendLag().take()).toBe(0);
  });

  it('forgets the oldest where there are too many', () => {
    const lag = new SendLag();
    for (let count = 0; count < 5_000; count += 1) lag.note(count < 904 ? 1_000 : 1);
    expect(lag.take()).toBe(1);
  });
});
