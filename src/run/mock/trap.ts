/** Where calls to a provider end that the scenario doesn't name: refused, and counted. */
import { mintCanary } from '../../catalog/answers/canary.js';
import { randomOf } from '../../kit/random.js';
import type { Provider } from '../../catalog/providers/provider.js';
import type { WirePlan } from '../../model/wire.js';

export interface Trap {
  readonly provider: Provider;
  plan(): WirePlan;
  calls(): number;
}

export function trapOf(provider: Provider, seed: number): Trap {
  let calls = 0;
  return {
    provider,
    plan: () => {
      calls += 1;
      const context = {
        random: randomOf(seed).at('trap', provider.id, calls),
        model: '',
        wallTime: Date.now(),
        canary: mintCanary(seed, -calls),
        limits: null,
      };
      const message = `brownout: the scenario names no upstream for ${provider.title}`;
      const refusal = { reason: 'status', status: 503, retryAfter: { kind: 'absent' }, message } as const;
      return provider.refuse(refusal, context);
    },
    calls: () => calls,
  };
}
