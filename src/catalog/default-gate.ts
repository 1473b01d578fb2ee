import type { Gate } from '../model/scenario.js';

/** What is demanded where the author demands nothing. */
export const DEFAULT_GATE: Gate = {
  text: 'score >= 60',
  measure: 'score',
  quantile: null,
  is: '>=',
  value: 60,
  during: null,
  journey: null,
  upstream: null,
};
