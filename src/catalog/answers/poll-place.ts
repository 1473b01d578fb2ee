/** Where an acknowledgement says which address to ask for work that was put off. */
import type { PollPlace } from '../../model/scenario.js';
import { at } from './pointer.js';

export interface Acknowledged {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly json: unknown;
}

/** In the path of a poll: what the acknowledgement calls the work. */
export const JOB = '{{job}}';

/** Empty where it says none. */
export function pollAddress(poll: PollPlace, { headers, json }: Acknowledged): string {
  if (typeof poll === 'string') return wordAt(json, poll);
  if ('header' in poll) return headers[poll.header.toLowerCase()] ?? '';
  const job = wordAt(json, poll.job);
  return job === '' ? '' : poll.path.replaceAll(JOB, encodeURIComponent(job));
}

function wordAt(json: unknown, pointer: string): string {
  const value = at(json, pointer);
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
