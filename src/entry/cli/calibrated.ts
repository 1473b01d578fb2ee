/** Like `prepare`, but where a rate is a share of the app's capacity, that is measured first. */
import type { Arguments } from './commands/command.js';
import { isSet } from './commands/command.js';
import type { Door } from './door.js';
import { ANY_CAPACITY, prepare, type Prepared } from './prepare.js';

export async function prepareCalibrated(named: string, args: Arguments, door: Door): Promise<Prepared> {
  const prepared = prepare(named, args, door);
  if (prepared.ok || !prepared.problems.some(({ code }) => code === 'capacity-unknown')) return prepared;
  // Only its journeys and upstreams are used.
  const provisional = prepare(named, args, door, ANY_CAPACITY);
  if (!provisional.ok) return provisional;
  const { measureCapacity } = await import('../../run/conductor/healthy/capacity.js');
  door.err('measuring what your app bears on a good day\n');
  const { capacity, how } = await measureCapacity({
    plan: provisional.plan,
    spec: provisional.subject,
    signal: door.signal,
    iOwnThisTarget: isSet(args, 'i-own-this-target'),
  });
  door.err(`capacity ${capacity}/s: ${how}\n`);
  return prepare(named, args, door, capacity);
}
