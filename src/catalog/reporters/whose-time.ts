/** Of a latency on a good day: what is the providers', the app's, and our own. */
import { span } from '../../kit/figures.js';
import type { Scorecard } from '../../model/scorecard.js';
import type { RunFacts } from '../../model/record.js';

export function whoseTime({ measurements }: Scorecard, { floor }: Pick<RunFacts, 'floor'>): string {
  const median = (id: string): number | null => {
    const found = measurements.find(
      (one) =>
        one.id === id && one.quantile === 0.5 && one.scope.phase === 'baseline' && one.scope.journey === null,
    );
    return found?.state === 'measured' ? found.value : null;
  };
  const [providers, app] = [median('provider-time'), median('app-time')];
  const own = floor === null ? 'not known' : span(floor.p50);
  if (providers === null || app === null) return `Not known for the app. Our own share: ${own}.`;
  return `Median on a good day: ${span(providers)} at the providers, ${span(app)} in the app; of the latter our own share is ${own}.`;
}
