import { expect, it } from 'vitest';
import { Follower, type Followed } from '../../../src/run/load/follow.js';
import { warningsOf } from '../../support/warnings.js';

const MANY = 20;
const work = { status: 202, poll: '/job', done: '/answer', failed: null, within: 60_000 };

it('stops following all at once, hangs up, and Node warns of nothing, however many jobs were put off', async () => {
  let hungUp = 0;
  const follower = new Follower({
    target: new URL('http://127.0.0.1/'),
    connections: { send: () => () => void (hungUp += 1) },
    clock: { now: () => 7 },
    bodyBytes: 100,
  });
  let followed: readonly Followed[] = [];
  const warnings = await warningsOf(async () => {
    const jobs = Array.from({ length: MANY }, (_, job) => follower.follow(`/jobs/${job}`, work, 0));
    follower.stop();
    followed = await Promise.all(jobs);
  });
  expect(followed).toEqual(Array.from({ length: MANY }, () => ({ state: 'waiting', at: 7, answer: null })));
  expect(hungUp).toBe(MANY);
  expect(warnings).toEqual([]);
});
