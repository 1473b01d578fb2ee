import { authRejected } from './auth-rejected.js';
import { commitThenFail } from './commit-then-fail.js';
import { cut } from './cut.js';
import { empty } from './empty.js';
import { errorEvent } from './error-event.js';
import type { Fault } from './fault.js';
import { hang } from './hang.js';
import { htmlPage } from './html-page.js';
import { latency } from './latency.js';
import { malformed } from './malformed.js';
import { quotaExhausted } from './quota-exhausted.js';
import { rateLimit } from './rate-limit.js';
import { retiredModel } from './retired-model.js';
import { slowFirstToken } from './slow-first-token.js';
import { slowTokens } from './slow-tokens.js';
import { stall } from './stall.js';
import { status } from './status.js';
import { wrong4xx } from './wrong-4xx.js';

/** Everything that a scenario may name under `fault:`. */
export const faults: readonly Fault[] = [
  authRejected,
  commitThenFail,
  cut,
  empty,
  errorEvent,
  hang,
  htmlPage,
  latency,
  malformed,
  quotaExhausted,
  rateLimit,
  retiredModel,
  slowFirstToken,
  slowTokens,
  stall,
  status,
  wrong4xx,
];

const byKind: ReadonlyMap<string, Fault> = new Map(faults.map((fault) => [fault.kind, fault]));

export function faultByKind(kind: string): Fault | undefined {
  return byKind.get(kind);
}
