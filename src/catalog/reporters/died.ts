/** Of an app that ended while its users came: when, how, and what it said last. */
import { span } from '../../kit/figures.js';
import type { RunRecord } from '../../model/record.js';
import { plain } from './words.js';

export interface Death {
  readonly said: string;
  /** Of its log, redacted when it was kept; empty where it was silent. */
  readonly lastWords: readonly string[];
}

/** What is left of a colour once its escape is gone. */
const COLOURS = / ?\[\d+(;\d+)*m/g;

export function deathOf({ facts }: Pick<RunRecord, 'facts'>): Death | null {
  const { died } = facts.subject;
  if (died === null) return null;
  const lastWords = facts.lastWords
    .map((line) => plain(line).replace(COLOURS, '').trimEnd())
    .filter((line) => line !== '');
  const silence = lastWords.length === 0 ? ' It said nothing before.' : '';
  return {
    said: `The app died at ${span(died.at)}, in ${died.phase}: ${plain(died.how)}.${silence}`,
    lastWords,
  };
}
