/** What a failover throws at the second provider. */
import { describe, expect, it } from 'vitest';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { failing, HEALTHY, playRecord, upstreamOf, windowOf } from '../../support/record.js';

const two = [upstreamOf('claude'), upstreamOf('gpt')];

describe('secondary-surge', () => {
  it('is the fullest second of the second provider over what the first got at baseline', () => {
    // 20 users a second; each of the outage fails once and asks the second provider three times.
    const tries = [...failing(1), ...failing(3, 1, 'gpt')];
    const record = playRecord(
      (role) => (role === 'outage' ? { ...HEALTHY, class: 'alt', attempts: tries } : null),
      { plan: { upstreams: two } },
    );
    expect(valueOf(read(record, 'secondary-surge'))).toBe(3);
  });

  it('is nought where the second provider was never called', () => {
    expect(
      valueOf(
        read(
          playRecord(() => null, { plan: { upstreams: two } }),
          'secondary-surge',
        ),
      ),
    ).toBe(0);
  });

  it('can’t be told without a second provider that was spared, a fault, or a call at baseline', () => {
    expect(
      whyNot(
        read(
          playRecord(() => null),
          'secondary-surge',
        ),
      ),
    ).toMatch(/no second provider/);
    const both = [windowOf(), windowOf({ id: 'w2', on: 'gpt' })];
    const hurt = playRecord(() => null, { plan: { upstreams: two, windows: both } });
    expect(whyNot(read(hurt, 'secondary-surge'))).toMatch(/no second provider/);
    const calm = playRecord(() => null, { plan: { upstreams: two, windows: [] } });
    expect(whyNot(read(calm, 'secondary-surge'))).toMatch(/no fault/);
    const idle = playRecord((role) => (role === 'baseline' ? { ...HEALTHY, attempts: [] } : null), {
      plan: { upstreams: two },
    });
    expect(whyNot(read(idle, 'secondary-surge'))).toMatch(/no call at baseline/);
  });
});
