/** Every world whose answers are known, in the order of their table. */
import { budgetWorlds } from './budgets.js';
import { crowdWorlds } from './crowds.js';
import { gateWorlds } from './gates.js';
import { honestyWorlds } from './honesty.js';
import type { KnownWorld } from './known.js';
import { retryWorlds } from './retries.js';

export const knownWorlds: readonly KnownWorld[] = [
  ...[...retryWorlds, ...budgetWorlds, ...gateWorlds, ...honestyWorlds, ...crowdWorlds].sort(
    (a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)),
  ),
];
