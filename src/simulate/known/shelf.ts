/** Every world whose answers are known, in the order of their table: modelled ones, and short ones for sockets. */
import { budgetWorlds } from './budgets.js';
import { clientWorlds } from './clients.js';
import { crowdWorlds } from './crowds.js';
import { gateWorlds } from './gates.js';
import { honestyWorlds } from './honesty.js';
import { lostIn } from './counted.js';
import { CERTAIN, counted, type KnownWorld } from './known.js';
import { queueWorlds } from './queues.js';
import { retryWorlds } from './retries.js';
import { shortCrowds } from './short-crowds.js';
import { shortGates } from './short-gates.js';
import { shortHonesty } from './short-honesty.js';
import { shortRetries } from './short-retries.js';

export const knownWorlds: readonly KnownWorld[] = inOrder([
  ...retryWorlds,
  ...clientWorlds,
  ...budgetWorlds,
  ...gateWorlds,
  ...queueWorlds,
  ...honestyWorlds,
  ...crowdWorlds,
]);

/** In each of them nobody is lost. */
export const shortWorlds: readonly KnownWorld[] = inOrder([
  ...shortRetries,
  ...shortGates,
  ...shortHonesty,
  ...shortCrowds,
]).map((world) => ({
  ...world,
  answers: [...world.answers, counted('users or calls without exactly one end', 0, lostIn, CERTAIN)],
}));

function inOrder(worlds: readonly KnownWorld[]): readonly KnownWorld[] {
  return worlds.toSorted((a, b) => Number(a.id.slice(1)) - Number(b.id.slice(1)));
}
