import { altShare } from './alt-share.js';
import { amplification } from './amplification.js';
import { attemptsPerInbound } from './attempts-per-inbound.js';
import { bystanderFailureShare } from './bystander-failure-share.js';
import { correlation } from './correlation.js';
import { dishonestShare } from './dishonest-share.js';
import { earlyRetries } from './early-retries.js';
import { excessLoadMeasure } from './excess-load.js';
import { failFast } from './fail-fast.js';
import { failbackShare } from './failback-share.js';
import { failoverCoverage } from './failover-coverage.js';
import { failoverTime } from './failover-time.js';
import { firstContent } from './first-content.js';
import { fullShare } from './full-share.js';
import { hangOrWorseShare } from './hang-or-worse-share.js';
import { hangShare } from './hang-share.js';
import { honestErrorShare } from './honest-error-share.js';
import { latency } from './latency.js';
import { lateness } from './lateness.js';
import { lieShare } from './lie-share.js';
import type { Measure } from './measure.js';
import { partialShare } from './partial-share.js';
import { peakLoad } from './peak-load.js';
import { queuedShare } from './queued-share.js';
import { rawErrorShare } from './raw-error-share.js';
import { recoverySurge } from './recovery-surge.js';
import { recoveryTime } from './recovery-time.js';
import { refusedShare } from './refused-share.js';
import { resetOrWorseShare } from './reset-or-worse-share.js';
import { resetShare } from './reset-share.js';
import { residualDeficit } from './residual-deficit.js';
import { retriesPerRequest } from './retries-per-request.js';
import { retryAfterCompliance } from './retry-after-compliance.js';
import { staleShare } from './stale-share.js';
import { staticShare } from './static-share.js';
import { truncatedShare } from './truncated-share.js';
import { utility } from './utility.js';
import { waste } from './waste.js';

export const measures: readonly Measure[] = [
  utility,
  fullShare,
  altShare,
  staleShare,
  queuedShare,
  staticShare,
  partialShare,
  honestErrorShare,
  rawErrorShare,
  resetShare,
  refusedShare,
  hangShare,
  lieShare,
  truncatedShare,
  dishonestShare,
  hangOrWorseShare,
  resetOrWorseShare,
  latency,
  firstContent,
  failFast,
  lateness,
  amplification,
  attemptsPerInbound,
  retriesPerRequest,
  excessLoadMeasure,
  peakLoad,
  waste,
  retryAfterCompliance,
  earlyRetries,
  failoverTime,
  failoverCoverage,
  failbackShare,
  recoveryTime,
  residualDeficit,
  recoverySurge,
  bystanderFailureShare,
  correlation,
];

export function measureById(id: string): Measure | undefined {
  return measures.find((measure) => measure.id === id);
}
