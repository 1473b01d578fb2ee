/** Modelled apps, by name. */
import type { Policy } from '../policy.js';
import { adaptive } from './adaptive.js';
import { awsBucket } from './aws-bucket.js';
import { breaker } from './breaker.js';
import { breakerAndCache } from './breaker-and-cache.js';
import { breakerAndCanned } from './breaker-and-canned.js';
import { breakerAndRetry } from './breaker-and-retry.js';
import { breakerAndSecondProvider } from './breaker-and-second-provider.js';
import { budgeted } from './budgeted.js';
import { bulkhead } from './bulkhead.js';
import { cacheAndQueue } from './cache-and-queue.js';
import { canned } from './canned.js';
import { crasher } from './crasher.js';
import { grpcThrottle } from './grpc-throttle.js';
import { hedge } from './hedge.js';
import { immediate } from './immediate.js';
import { jittered } from './jittered.js';
import { langchain } from './langchain.js';
import { lateLiar } from './late-liar.js';
import { leaker } from './leaker.js';
import { liar } from './liar.js';
import { nested } from './nested.js';
import { noRetry } from './no-retry.js';
import { passThrough } from './pass-through.js';
import { queue } from './queue.js';
import { sdk } from './sdk.js';
import { staleAsFresh } from './stale-as-fresh.js';
import { successFunded } from './success-funded.js';
import { timeout } from './timeout.js';
import { vercel } from './vercel.js';

export const subjects: readonly Policy[] = [
  adaptive,
  awsBucket,
  breaker,
  breakerAndCache,
  breakerAndCanned,
  breakerAndRetry,
  breakerAndSecondProvider,
  budgeted,
  bulkhead,
  cacheAndQueue,
  canned,
  crasher,
  grpcThrottle,
  hedge,
  immediate,
  jittered,
  langchain,
  lateLiar,
  leaker,
  liar,
  nested,
  noRetry,
  passThrough,
  queue,
  sdk,
  staleAsFresh,
  successFunded,
  timeout,
  vercel,
];

const byId = new Map(subjects.map((subject) => [subject.id, subject]));

export function subjectById(id: string): Policy | undefined {
  return byId.get(id);
}
