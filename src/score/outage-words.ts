/** The outage in plain words, for the one sentence: "When the provider was overloaded". */
import type { RunRecord } from '../model/record.js';
import type { FaultWindow, ToxicWindow } from '../model/plan.js';
import type { Json } from '../model/units.js';

const WORDS: Readonly<Record<string, string>> = {
  hang: 'the provider stopped answering',
  latency: 'the provider was slow',
  'slow-first-token': 'the provider was slow',
  'slow-tokens': 'the provider wrote slowly',
  stall: 'streams stalled',
  cut: 'streams were cut',
  'error-event': 'streams broke off',
  malformed: 'the provider’s answers were broken',
  empty: 'the provider’s answers were empty',
  'html-page': 'the provider’s edge answered with error pages',
  'rate-limit': 'the provider limited the rate',
  'quota-exhausted': 'the quota was used up',
  'retired-model': 'the model was retired',
  'auth-rejected': 'the provider rejected the key',
  'wrong-4xx': 'the provider refused requests that were right',
  'commit-then-fail': 'the provider failed after its work was done',
};

/** Without a known fault it is only "during the outage"; a surge of users says so. */
export function outageWords(record: RunRecord): string {
  const outages = new Set(record.plan.phases.filter(({ role }) => role === 'outage').map(({ name }) => name));
  // A cohort is a probe of ours, beside the outage.
  const windows = record.plan.windows.filter(
    ({ phase, match }) => outages.has(phase) && match.cohort === null,
  );
  const network = record.plan.network.filter(({ phase }) => outages.has(phase));
  const said = [
    ...windows.map((window) => ({ words: wordsOf(window), fired: firedOf(record, window) })),
    ...network.map((window) => ({ words: networkWords(record, window), fired: carriedBy(record, window) })),
  ].filter((one): one is { words: string; fired: number } => one.words !== null);
  const [main] = said.sort((a, b) => b.fired - a.fired);
  if (main !== undefined) return `When ${main.words}`;
  return windows.length + network.length === 0 && isSurge(record)
    ? 'When many more users came'
    : 'During the outage';
}

function wordsOf({ fault, params }: FaultWindow): string | null {
  if (fault !== 'status') return WORDS[fault] ?? null;
  const status = numberAt(params, 'status');
  if (status === 429) return 'the provider limited the rate';
  if (status === 503 || status === 529) return 'the provider was overloaded';
  return status !== null && status < 500
    ? 'the provider refused requests'
    : 'the provider answered with errors';
}

const NETWORK: Readonly<Record<string, string>> = {
  latency: 'was far away',
  bandwidth: 'had little bandwidth',
  slow_close: 'closed its connections late',
  slicer: 'came in small pieces',
  timeout: 'went silent',
  stall: 'went silent',
  reset_peer: 'reset its connections',
  limit_data: 'was cut off after a few bytes',
  limit_time: 'was cut off after a while',
  packet_loss: 'lost packets',
  slow_open: 'was slow to begin',
  refuse: 'refused connections',
  down: 'could not be reached',
};

function networkWords(record: RunRecord, { on, toxic }: ToxicWindow): string | null {
  const words = NETWORK[toxic];
  if (words === undefined) return null;
  return record.plan.proxies.some(({ name }) => name === on) ? `${on} ${words}` : `the provider ${words}`;
}

/** What can't be seen counts as one. */
function carriedBy(record: RunRecord, window: ToxicWindow): number {
  return record.facts.network.find((facts) => facts.window === window.id)?.carried ?? 1;
}

function numberAt(params: Json, key: string): number | null {
  if (params === null || typeof params !== 'object' || Array.isArray(params)) return null;
  const value: unknown = Object.entries(params).find(([name]) => name === key)?.[1];
  return typeof value === 'number' ? value : null;
}

function firedOf(record: RunRecord, window: FaultWindow): number {
  return record.facts.windows.find((facts) => facts.window === window.id)?.fired ?? 0;
}

function isSurge(record: RunRecord): boolean {
  const most = (role: string): number =>
    Math.max(0, ...record.plan.phases.filter((phase) => phase.role === role).map(({ load }) => demand(load)));
  return most('outage') > 1.2 * most('baseline');
}

function demand(load: RunRecord['plan']['phases'][number]['load']): number {
  if (load.kind === 'closed') return load.users;
  return load.rate.kind === 'per-second' ? load.rate.value : load.rate.share;
}
