import { describe, expect, it } from 'vitest';
import { lanes } from '../../../../src/catalog/reporters/html/lanes.js';
import { planOf, windowOf } from '../../../support/record.js';

const window = (opens: number, closes: number): ReturnType<typeof windowOf> =>
  windowOf({
    on: 'claude',
    fault: 'status',
    params: { status: 529 },
    share: { from: 0.6, to: 0.6, over: 0 },
    opens,
    closes,
  });

const drawn = (...windows: ReturnType<typeof windowOf>[]): string =>
  lanes({ plan: planOf({ windows }) }, 100_000);

describe('the faults on the time axis', () => {
  it('are told in words, each with its time', () => {
    expect(drawn(window(20_000, 60_000))).toContain(
      'aria-label="Faults that were open: claude: 529, 60\u00a0% of the calls, from 20\u00a0s to 60\u00a0s."',
    );
  });

  it('carry their words inside, and on the left of a bar that begins late', () => {
    expect(drawn(window(20_000, 60_000))).toContain('<text x="20%" dx="9"');
    expect(drawn(window(80_000, 90_000))).toContain('<text x="80%" dx="-6" text-anchor="end"');
  });

  it('are not more than anybody can look at', () => {
    const many = Array.from({ length: 30 }, (_, at) => window(at * 1000, at * 1000 + 500));
    expect(drawn(...many)).toContain('and 6 more');
  });

  it('leave no heading where nothing was planned', () => {
    expect(drawn()).toBe('');
  });
});
