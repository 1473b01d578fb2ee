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

  it('are drawn when they hurt, not all the time that they are open', () => {
    const flapping = {
      ...window(8_000, 20_000),
      schedule: { kind: 'flapping', on: 5_000, off: 5_000 },
    } as const;
    const bars = [...drawn(flapping).matchAll(/<rect x="([\d.]+)%" width="([\d.]+)%" [^>]*class="lane"/g)];
    expect(bars.map(([, x, width]) => [Number(x), Number(width)])).toEqual([
      [8, 5],
      [18, 2],
    ]);
    expect(drawn(flapping)).toContain('5\u00a0s on, 5\u00a0s off');
    expect(drawn(flapping)).toContain('<text x="20%" dx="9"');
  });

  it('are one bar where there were more than can be told apart', () => {
    const bursts = { ...window(0, 100_000), schedule: { kind: 'burst', every: 1_000, for: 500 } } as const;
    expect(drawn(bursts).match(/class="lane"/g)).toHaveLength(1);
  });

  it('have their words above them where a name is longer than the room beside', () => {
    const long = {
      ...window(50_000, 60_000),
      on: 'a-provider-whose-name-is-as-long-as-names-may-be-64-letters-long',
    };
    expect(drawn(long)).not.toContain('<text');
    expect(drawn(long)).toContain('<p>a-provider-whose-name');
  });

  it('are not more than anybody can look at', () => {
    const many = Array.from({ length: 30 }, (_, at) => window(at * 1000, at * 1000 + 500));
    expect(drawn(...many)).toContain('and 6 more');
  });

  it('leave no heading where nothing was planned', () => {
    expect(drawn()).toBe('');
  });
});
