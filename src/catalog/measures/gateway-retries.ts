/**
 * A gateway (LiteLLM, Envoy) that tries again by itself sends on what it was sent, the SDK's own count included:
 * a retry count that comes twice was repeated by somebody below the SDK.
 */
import type { Measure } from './measure.js';
import { layerReading } from './sdk-retries.js';

export const gatewayRetries: Measure = {
  id: 'gateway-retries',
  title: 'retries below the SDK',
  definition:
    'Attempts per call that repeat the SDK’s retry count as it was, of calls in which a retry was repeated so; over the calls whose attempts all carry the header.',
  unit: 'factor',
  better: 'less',
  distribution: false,
  phase: 'outage',
  timed: false,
  per: 'nothing',
  narrows: ['during', 'journey', 'upstream'],
  measure: (view, scope) => layerReading(view, scope, { name: 'gateway-retries', by: 'byGateway' }),
};
