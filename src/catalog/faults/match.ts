import type { Match } from '../../model/scenario.js';
import type { WireRequest } from '../../model/wire.js';
import { matchesGlob } from './glob.js';

/** What a mock knows of a call before it answers. */
export interface CallFacts {
  readonly model: string;
  readonly stream: boolean;
  /** Null where no user's request could be told. */
  readonly journey: string | null;
  /** Names in lower case, as Node gives them. */
  readonly headers: WireRequest['headers'];
  /** From 1; counted for its inbound at this upstream. */
  readonly attempt: number;
  /** Id of the cohort whose user asks, or null. */
  readonly cohort: string | null;
}

/** Everything that the match names must hold. Models and values of headers may be globs. */
export function matches(match: Match, call: CallFacts): boolean {
  return (
    (match.model === null || matchesGlob(match.model, call.model)) &&
    (match.stream === null || match.stream === call.stream) &&
    (match.journey === null || match.journey === call.journey) &&
    (match.cohort === null || match.cohort === call.cohort) &&
    (match.attempt === null || (call.attempt >= match.attempt.from && call.attempt <= match.attempt.to)) &&
    Object.entries(match.header).every(([name, glob]) => hasHeader(call.headers, name, glob))
  );
}

function hasHeader(headers: WireRequest['headers'], name: string, glob: string): boolean {
  const values = headers[name.toLowerCase()];
  return [values ?? []].flat().some((value) => matchesGlob(glob, value));
}
