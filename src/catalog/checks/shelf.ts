import { backoffLaw } from './backoff-law.js';
import { boundedRetries } from './bounded-retries.js';
import { calmPeak } from './calm-peak.js';
import { calmRecovery } from './calm-recovery.js';
import { cancelledCalls } from './cancelled-calls.js';
import type { Check } from './check.js';
import { continuity } from './continuity.js';
import { deadlines } from './deadlines.js';
import { failback } from './failback.js';
import { failover } from './failover.js';
import { frugalHedges } from './frugal-hedges.js';
import { fullRecovery } from './full-recovery.js';
import { honestErrors } from './honest-errors.js';
import { independence } from './independence.js';
import { jitteredBackoff } from './jittered-backoff.js';
import { keptPromises } from './kept-promises.js';
import { markedAnswers } from './marked-answers.js';
import { noHangs } from './no-hangs.js';
import { noLies } from './no-lies.js';
import { noParking } from './no-parking.js';
import { noStalls } from './no-stalls.js';
import { noWaste } from './no-waste.js';
import { oneRetryLayer } from './one-retry-layer.js';
import { openBreaker } from './open-breaker.js';
import { quickProbes } from './quick-probes.js';
import { quickRecovery } from './quick-recovery.js';
import { retryAfter } from './retry-after.js';
import { spreadRetries } from './spread-retries.js';
import { uptime } from './uptime.js';
import { writes } from './writes.js';

export const checks: readonly Check[] = [
  continuity,
  failover,
  noLies,
  markedAnswers,
  keptPromises,
  honestErrors,
  noHangs,
  noStalls,
  noParking,
  deadlines,
  uptime,
  independence,
  writes,
  boundedRetries,
  oneRetryLayer,
  jitteredBackoff,
  calmPeak,
  spreadRetries,
  openBreaker,
  frugalHedges,
  retryAfter,
  noWaste,
  cancelledCalls,
  quickRecovery,
  quickProbes,
  fullRecovery,
  calmRecovery,
  failback,
  backoffLaw,
];
