import { appTime } from './app-time.js';
import { altShare } from './alt-share.js';
import { amplification } from './amplification.js';
import { appRetries } from './app-retries.js';
import { attemptCeiling } from './attempt-ceiling.js';
import { attemptDispersion } from './attempt-dispersion.js';
import { attemptsPerInbound } from './attempts-per-inbound.js';
import { backoff } from './backoff.js';
import { breakerCollateral } from './breaker-collateral.js';
import { breakerFailures } from './breaker-failures.js';
import { breakerProbeConcurrency } from './breaker-probe-concurrency.js';
import { breakerProbeRate } from './breaker-probe-rate.js';
import { breakerProbeSpacing } from './breaker-probe-spacing.js';
import { breakerTimeToOpen } from './breaker-time-to-open.js';
import { budgetDecline } from './budget-decline.js';
import { budgetTime } from './budget-time.js';
import { bulkheadBlockedShare } from './bulkhead-blocked-share.js';
import { bulkheadLimit } from './bulkhead-limit.js';
import { bystanderFailureShare } from './bystander-failure-share.js';
import { cacheAge } from './cache-age.js';
import { ceilingWait } from './ceiling-wait.js';
import { coalescingShare } from './coalescing-share.js';
import { correlation } from './correlation.js';
import { depth } from './depth.js';
import { dishonestShare } from './dishonest-share.js';
import { doubleBilling } from './double-billing.js';
import { drain } from './drain.js';
import { duplicateEffects } from './duplicate-effects.js';
import { earlyRetries } from './early-retries.js';
import { excessLoadMeasure } from './excess-load.js';
import { failFast } from './fail-fast.js';
import { failbackShare } from './failback-share.js';
import { failbackTime } from './failback-time.js';
import { failoverCoverage } from './failover-coverage.js';
import { failoverTime } from './failover-time.js';
import { firstContent } from './first-content.js';
import { fullShare } from './full-share.js';
import { gatewayRetries } from './gateway-retries.js';
import { hangOrWorseShare } from './hang-or-worse-share.js';
import { hangShare } from './hang-share.js';
import { hedgeDelay } from './hedge-delay.js';
import { hedgeShare } from './hedge-share.js';
import { herdPressure } from './herd-pressure.js';
import { herdSynchronisation } from './herd-synchronisation.js';
import { honestErrorShare } from './honest-error-share.js';
import { latency } from './latency.js';
import { lateness } from './lateness.js';
import { innerAmplification } from './inner-amplification.js';
import { lieShare } from './lie-share.js';
import { liesToAnyone } from './lies-to-anyone.js';
import { longWaitParking } from './long-wait-parking.js';
import { loserCancelled } from './loser-cancelled.js';
import { lostWrites } from './lost-writes.js';
import { markedShare } from './marked-share.js';
import type { Measure } from './measure.js';
import { orphanedTokens } from './orphaned-tokens.js';
import { outerAmplification } from './outer-amplification.js';
import { overrunShare } from './overrun-share.js';
import { partialShare } from './partial-share.js';
import { peakLoad } from './peak-load.js';
import { phaseLocking } from './phase-locking.js';
import { queueAcceptShare } from './queue-accept-share.js';
import { queueCompletion } from './queue-completion.js';
import { queueDrain } from './queue-drain.js';
import { queueLoss } from './queue-loss.js';
import { queueOrder } from './queue-order.js';
import { providerTime } from './provider-time.js';
import { queuedShare } from './queued-share.js';
import { rapidity } from './rapidity.js';
import { rawErrorShare } from './raw-error-share.js';
import { recoverySurge } from './recovery-surge.js';
import { recoveryTime } from './recovery-time.js';
import { refusedShare } from './refused-share.js';
import { resetOrWorseShare } from './reset-or-worse-share.js';
import { resetShare } from './reset-share.js';
import { residualDeficit } from './residual-deficit.js';
import { resilienceLoss } from './resilience-loss.js';
import { retriesPerRequest } from './retries-per-request.js';
import { retryAfterCompliance } from './retry-after-compliance.js';
import { retryLayers } from './retry-layers.js';
import { robustness } from './robustness.js';
import { sdkRetries } from './sdk-retries.js';
import { secondarySurge } from './secondary-surge.js';
import { secretShare } from './secret-share.js';
import { shedLatency } from './shed-latency.js';
import { spend } from './spend.js';
import { spendRatio } from './spend-ratio.js';
import { staleShare } from './stale-share.js';
import { stallShare } from './stall-share.js';
import { staticShare } from './static-share.js';
import { timeout } from './timeout.js';
import { tokensInVain } from './tokens-in-vain.js';
import { truncatedShare } from './truncated-share.js';
import { unsafeWrites } from './unsafe-writes.js';
import { utility } from './utility.js';
import { waste } from './waste.js';

export const measures: readonly Measure[] = [
  utility,
  fullShare,
  altShare,
  staleShare,
  cacheAge,
  queuedShare,
  queueAcceptShare,
  queueCompletion,
  queueLoss,
  queueDrain,
  queueOrder,
  staticShare,
  partialShare,
  honestErrorShare,
  rawErrorShare,
  secretShare,
  resetShare,
  refusedShare,
  hangShare,
  lieShare,
  liesToAnyone,
  truncatedShare,
  dishonestShare,
  markedShare,
  hangOrWorseShare,
  resetOrWorseShare,
  latency,
  firstContent,
  providerTime,
  appTime,
  failFast,
  shedLatency,
  lateness,
  overrunShare,
  stallShare,
  amplification,
  sdkRetries,
  appRetries,
  gatewayRetries,
  retryLayers,
  outerAmplification,
  innerAmplification,
  attemptsPerInbound,
  depth,
  retriesPerRequest,
  excessLoadMeasure,
  budgetDecline,
  budgetTime,
  peakLoad,
  herdSynchronisation,
  herdPressure,
  phaseLocking,
  attemptDispersion,
  waste,
  tokensInVain,
  orphanedTokens,
  spend,
  spendRatio,
  retryAfterCompliance,
  earlyRetries,
  longWaitParking,
  backoff,
  timeout,
  failoverTime,
  failoverCoverage,
  secondarySurge,
  failbackTime,
  failbackShare,
  recoveryTime,
  drain,
  residualDeficit,
  recoverySurge,
  resilienceLoss,
  robustness,
  rapidity,
  bystanderFailureShare,
  lostWrites,
  duplicateEffects,
  unsafeWrites,
  breakerTimeToOpen,
  breakerFailures,
  breakerProbeSpacing,
  breakerProbeRate,
  breakerProbeConcurrency,
  breakerCollateral,
  bulkheadLimit,
  bulkheadBlockedShare,
  attemptCeiling,
  ceilingWait,
  hedgeShare,
  hedgeDelay,
  loserCancelled,
  doubleBilling,
  coalescingShare,
  correlation,
];

export function measureById(id: string): Measure | undefined {
  return measures.find((measure) => measure.id === id);
}
