/**
 * The shipped outages that an audit plays: one for each way in which a provider goes dark. Another list
 * is another suite, and gets another version: their scores can't be compared.
 */
export interface Stimulus {
  readonly scenario: string;
  /** What it stands for, as the rest of "when …". */
  readonly kind: string;
}

export const CORE_VERSION = 1;

export const CORE_SUITE: readonly Stimulus[] = [
  { scenario: 'hard-down', kind: 'every call fails' },
  { scenario: 'overload-storm', kind: 'the provider is overloaded' },
  { scenario: 'rate-limit', kind: 'the rate is limited' },
  { scenario: 'hang', kind: 'calls are never answered' },
  { scenario: 'latency-spike', kind: 'answers begin late' },
  { scenario: 'mid-stream-cut', kind: 'answers break off' },
  { scenario: 'flapping', kind: 'the provider comes and goes' },
  { scenario: 'retired-model', kind: 'the request itself is refused' },
  { scenario: 'refused-connections', kind: 'no connection comes about' },
  { scenario: 'thundering-herd', kind: 'everybody returns at once' },
  { scenario: 'self-sustained', kind: 'retries outlive the cause' },
];
