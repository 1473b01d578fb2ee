import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../../src/kit/random.js';
import { dispersionBook } from '../../../../src/run/conductor/watch/dispersion.js';
import { response } from '../../../support/record.js';

function read(count: number, dueOf: (index: number) => number, sentOf = (due: number): number => due) {
  const book = dispersionBook();
  for (let inbound = 0; inbound < count; inbound += 1) {
    const due = dueOf(inbound);
    book.add(response({ inbound, due, sent: sentOf(due) }));
  }
  return book.read();
}

describe('how evenly requests left', () => {
  it('is one where users come by chance, and none where they come by the clock', () => {
    const next = randomOf(7).sequence();
    let at = 0;
    expect(read(4_000, () => (at -= 50 * Math.log(1 - next())))?.due).toBeCloseTo(1, 0);
    expect(read(4_000, (index) => index * 50)?.due).toBeCloseTo(0, 1);
  });

  it('shows a generator that holds its requests back and sends them all at once', () => {
    const found = read(
      2_000,
      (index) => index * 10,
      (due) => Math.ceil(due / 1_000) * 1_000,
    );
    expect(found?.due).toBeCloseTo(0, 1);
    expect(found?.sent).toBeGreaterThan(50);
  });

  it('is not told from too little', () => {
    expect(read(20, (index) => index * 1_000)).toBeNull();
    expect(read(500, (index) => index)).toBeNull();
  });

  it('takes no note of a cohort, which is meant to come at once', () => {
    const book = dispersionBook();
    for (let inbound = 0; inbound < 1_000; inbound += 1) {
      book.add(response({ inbound, due: inbound * 50 }));
      if (inbound < 200) book.add(response({ inbound: 5_000 + inbound, due: 10_000, cohort: 'c1' }));
    }
    expect(book.read()?.sent).toBeCloseTo(0, 1);
  });
});
