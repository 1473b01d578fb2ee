import { describe, expect, it } from 'vitest';
import { lasting, phaseNames, tickTimes } from '../../../../src/catalog/reporters/html/axis.js';
import { phaseOf } from '../../../support/record.js';

describe('the time axis', () => {
  it.each([
    [6_000, ['0\u00a0s', '1', '2', '3', '4', '5', '6\u00a0s']],
    [30_000, ['0\u00a0s', '5', '10', '15', '20', '25', '30\u00a0s']],
    [105_000, ['0\u00a0s', '15', '30', '45', '60', '75', '90', '105\u00a0s']],
    [3_600_000, ['0\u00a0min', '10', '20', '30', '40', '50', '60\u00a0min']],
  ])('of %d ms has round ticks, with the unit at both ends', (length, labels) => {
    expect(tickTimes(length).map(({ label }) => label)).toEqual(labels);
  });

  it('leaves out a tick that would touch the end', () => {
    expect(tickTimes(31_000).map(({ at }) => at / 1000)).toEqual([0, 5, 10, 15, 20, 25, 31]);
  });

  it('puts every label where its time is', () => {
    for (const { at, label } of tickTimes(47_500)) expect(Number.parseFloat(label)).toBe(at / 1000);
  });
});

describe('the names of the phases', () => {
  const three = (outage: string): string =>
    phaseNames(
      [
        phaseOf('baseline', 'baseline', 0, 20_000),
        phaseOf(outage, 'outage', 20_000, 60_000),
        phaseOf('recovery', 'recovery', 60_000, 100_000),
      ],
      100_000,
    );

  it('stand side by side where they fit on a phone', () => {
    expect(three('outage').match(/<svg class="phases"/g)).toHaveLength(1);
    expect(three('outage')).not.toContain('small');
  });

  it('go below each other where they would run into one another', () => {
    const text = three('a-phase-whose-name-is-longer-than-its-time-on-the-axis');
    const [wide = '', small = ''] = text.split('<svg class="small"');
    const heights = (part: string): Set<string> => new Set(part.match(/<text [^>]* y="[^"]+"/g));
    expect(heights(wide).size).toBe(3);
    expect(heights(small).size).toBe(3);
    expect(small).not.toMatch(/<text x="(?!0")/);
  });

  it('end where a phase closes that opens late, so that none leaves the page', () => {
    expect(three('a-phase-whose-name-is-longer-than-its-time-on-the-axis')).toContain(
      'x="100%" dx="-6" text-anchor="end"',
    );
  });
});

it.each([
  [30_000, '30\u00a0s'],
  [105_000, '105\u00a0s'],
  [600_000, '10\u00a0min'],
  [3_600_000, '1\u00a0h'],
  [5_460_000, '1\u00a0h\u00a031\u00a0min'],
])('a run of %d ms is said to last %s', (ms, said) => {
  expect(lasting(ms)).toBe(said);
});
