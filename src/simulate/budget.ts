/** What a client may still spend on retries, whoever they are for. */
import { unreachable } from '../kit/invariant.js';
import type { Millis } from '../model/units.js';
import type { BudgetPolicy } from './policy.js';
import type { Failure } from './wait.js';

export interface Budget {
  requested(now: Millis): void;
  succeeded(): void;
  failed(): void;
  /** True where one more retry is allowed; it is paid for. */
  take(now: Millis, failure: Failure): boolean;
}

export function budgetOf(policy: BudgetPolicy): Budget {
  switch (policy.kind) {
    case 'none':
      return UNLIMITED;
    case 'request-funded':
      return requestFunded(policy);
    case 'success-funded':
      return purse({ ...policy, level: 0, cost: () => 1 });
    case 'costed':
      return purse({
        ...policy,
        level: policy.holds,
        cost: ({ kind }) => (kind === 'timeout' ? policy.timeoutCost : policy.cost),
      });
    case 'halved':
      return halved(policy);
    default:
      return unreachable(policy);
  }
}

const nothing = (): void => undefined;
const UNLIMITED: Budget = { requested: nothing, succeeded: nothing, failed: nothing, take: () => true };
/** What rounding may leave out of a whole token. */
const ROUNDING = 1e-9;

type RequestFunded = Extract<BudgetPolicy, { kind: 'request-funded' }>;

/** Empty at first, so that what it lets through is what the requests have paid for. */
function requestFunded({ ratio, perSecond, holds }: RequestFunded): Budget {
  let level = 0;
  let seen: Millis = 0;
  const fill = (now: Millis): void => {
    level = Math.min(holds, level + ((now - seen) / 1000) * perSecond);
    seen = now;
  };
  return {
    ...UNLIMITED,
    requested: (now) => {
      fill(now);
      level = Math.min(holds, level + ratio);
    },
    take: (now) => {
      fill(now);
      if (level < 1 - ROUNDING) return false;
      level -= 1;
      return true;
    },
  };
}

interface Purse {
  readonly level: number;
  readonly holds: number;
  readonly perSuccess: number;
  readonly cost: (failure: Failure) => number;
}

function purse({ level: first, holds, perSuccess, cost }: Purse): Budget {
  let level = first;
  return {
    ...UNLIMITED,
    succeeded: () => {
      level = Math.min(holds, level + perSuccess);
    },
    take: (_, failure) => {
      const price = cost(failure);
      if (level < price - ROUNDING) return false;
      level -= price;
      return true;
    },
  };
}

function halved({ max, ratio }: Extract<BudgetPolicy, { kind: 'halved' }>): Budget {
  let level = max;
  return {
    ...UNLIMITED,
    succeeded: () => {
      level = Math.min(max, level + ratio);
    },
    failed: () => {
      level = Math.max(0, level - 1);
    },
    take: () => level > max / 2,
  };
}
