/** What becomes of the attempt that a hedge has beaten. */
import { describe, expect, it } from 'vitest';
import type { AttemptRow } from '../../../src/model/event.js';
import type { RunRecord } from '../../../src/model/record.js';
import { read, valueOf, whyNot } from '../../support/measuring.js';
import { attempt, recordOf, response } from '../../support/record.js';

/** A hundred users in the outage; each is called for at once, and again after 400 ms, which is answered at 600 ms. */
function hedged(loser: (index: number) => Partial<AttemptRow> & { readonly took: number }): RunRecord {
  const users = Array.from({ length: 100 }, (_, inbound) =>
    response({ inbound, due: 30_000 + 10 * inbound }),
  );
  const attempts = users.flatMap(({ inbound, due }) => {
    const { took, ...rest } = loser(inbound);
    return [
      attempt({ id: 2 * inbound, inbound, started: due, ...rest, ended: due + took }),
      attempt({ id: 2 * inbound + 1, inbound, ordinal: 2, started: due + 400, ended: due + 600 }),
    ];
  });
  return recordOf({ responses: users, attempts });
}

const left = (took: number): Partial<AttemptRow> & { readonly took: number } => ({
  took,
  outcome: 'abandoned',
  endedBy: 'subject',
});

describe('loser-cancelled', () => {
  it('is the share of losers that the app hung up on within a second', () => {
    // Twenty at once, thirty too late, and fifty that were answered in peace.
    const record = hedged((index) => (index < 20 ? left(605) : index < 50 ? left(1_700) : { took: 900 }));
    expect(read(record, 'loser-cancelled')).toMatchObject({ value: 0.2, samples: 100 });
    expect(
      valueOf(
        read(
          hedged(() => left(600)),
          'loser-cancelled',
        ),
      ),
    ).toBe(1);
  });

  it('doesn’t count what had ended before, or in the same moment, or failed by itself', () => {
    const record = hedged((index) =>
      index < 30 ? left(610) : index < 60 ? { took: 630 } : { took: 1_000, outcome: 'http-error' },
    );
    expect(read(record, 'loser-cancelled')).toMatchObject({ value: 1, samples: 30 });
  });

  it('can’t be told where nothing was hedged, or no hedge was answered', () => {
    expect(
      whyNot(
        read(
          hedged(() => ({ took: 300 })),
          'loser-cancelled',
        ),
      ),
    ).toBe('no call was hedged');
    const failed = hedged(() => ({ took: 2_000, outcome: 'hang' }));
    const attempts = failed.attempts.map((row) => ({ ...row, outcome: 'hang' as const }));
    expect(whyNot(read({ ...failed, attempts }, 'loser-cancelled'))).toMatch(/no hedged call had a winner/);
  });
});

describe('double-billing', () => {
  it('is the share of calls that were answered to the end more than once', () => {
    const record = hedged((index) => (index < 25 ? { took: 900 } : left(605)));
    expect(valueOf(read(record, 'double-billing'))).toBe(0.25);
  });

  it('is zero where no call was answered twice, and not known without a call', () => {
    expect(
      valueOf(
        read(
          hedged(() => left(605)),
          'double-billing',
        ),
      ),
    ).toBe(0);
    expect(whyNot(read(recordOf(), 'double-billing'))).toMatch(/called no upstream/);
  });

  it('takes two steps of an agent for two calls', () => {
    const steps = hedged(() => ({ took: 300 }));
    const attempts = steps.attempts.map((row) => ({ ...row, ordinal: 1, call: row.id }));
    expect(valueOf(read({ ...steps, attempts }, 'double-billing'))).toBe(0);
  });
});
