/**
 * The shipped outages that an audit plays: one for each way in which a provider goes dark. Another list
 * is another suite, and gets another version: their scores can't be compared.
 */
export const CORE_SUITE: readonly string[] = [
  'hard-down',
  'overload-storm',
  'rate-limit',
  'hang',
  'latency-spike',
  'mid-stream-cut',
  'flapping',
  'retired-model',
  'refused-connections',
  'thundering-herd',
  'self-sustained',
];

export const CORE_VERSION = 1;
