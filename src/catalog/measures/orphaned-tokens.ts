/**
 * Whoever hangs up doesn't stop the model unless the app does: it goes on writing, and billing, for nobody.
 */
import type { Measure } from './measure.js';
import { orphanedIn } from './derived/orphans.js';
import { measured, unmeasured } from './reading.js';

export const orphanedTokens: Measure = {
  id: 'orphaned-tokens',
  title: 'tokens written for nobody',
  definition:
    'Tokens that the providers wrote after the user’s request had ended, an even pace from the first token to the end taken for granted; what then hung wrote at the slowest pace of its upstream. Work that was acknowledged for later isn’t for nobody.',
  unit: 'tokens',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: true,
  per: 'upstream',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => {
    const writing = view.attempts(scope).where(({ tokensOut }) => tokensOut > 0);
    if (writing.length === 0) return unmeasured('no provider wrote a single token');
    let sum = 0;
    for (const attempt of writing) {
      const orphaned = orphanedIn(view, attempt);
      if (orphaned === null) return unmeasured('the record doesn’t say when the providers began to write');
      sum += orphaned;
    }
    return measured(sum, null, writing.length);
  },
};
