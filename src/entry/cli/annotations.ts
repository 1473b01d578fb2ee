/** What GitHub shows beside a pull request: workflow commands, written where GitHub runs us and nowhere else. */
import { existsSync } from 'node:fs';
import { isAbsolute, relative, resolve } from 'node:path';
import { sentence } from '../../catalog/reporters/words.js';
import type { BrownoutError, Problem, SourceSpan } from '../../model/problem.js';
import type { Scorecard } from '../../model/scorecard.js';
import type { Door } from './door.js';

/** On stderr, so that what `--json` prints stays JSON. */
type Place = Pick<Door, 'env' | 'cwd' | 'err'>;

type Level = 'error' | 'warning';

export function annotateProblem(door: Place, { severity, message, where }: Problem): void {
  if (where === null) {
    write(door, severity, {}, message);
    return;
  }
  const file = fileInRepository(door, where);
  const { line, column } = where;
  // A shipped scenario is no file of theirs, so that the place can only be said.
  if (file === null) write(door, severity, {}, `${where.file}:${line}:${column}  ${message}`);
  else write(door, severity, { file, line, col: column }, message);
}

export function annotateError(door: Place, { ending, message }: BrownoutError): void {
  if (ending !== 'interrupted') write(door, ending === 'inconclusive' ? 'warning' : 'error', {}, message);
}

/** A gate that failed is named; what can't be known fails nobody's work. */
export function annotateVerdict(door: Place, card: Scorecard): void {
  const title = `${card.subject} in ${card.scenario}`;
  if (card.verdict === 'inconclusive') write(door, 'warning', { title }, sentence(card.because));
  if (card.verdict === 'invalid') write(door, 'error', { title }, `Not testable: ${sentence(card.because)}`);
  if (card.verdict !== 'fail') return;
  for (const { text, verdict, because } of card.gates) {
    if (verdict === 'fail') write(door, 'error', { title }, `gate ${text}: ${because}`);
  }
}

function write(
  door: Place,
  level: Level,
  properties: Readonly<Record<string, string | number>>,
  message: string,
): void {
  if (door.env['GITHUB_ACTIONS'] !== 'true') return;
  const said = Object.entries(properties).map(([name, value]) => `${name}=${escapedProperty(String(value))}`);
  door.err(`::${[level, ...(said.length > 0 ? [said.join(',')] : [])].join(' ')}::${escaped(message)}\n`);
}

/** As GitHub looks for it, from the root of the checkout; null where it lies elsewhere. */
function fileInRepository({ cwd, env }: Place, { file }: SourceSpan): string | null {
  const path = resolve(cwd, file);
  const within = relative(env['GITHUB_WORKSPACE'] ?? cwd, path);
  return within.startsWith('..') || isAbsolute(within) || !existsSync(path)
    ? null
    : within.replaceAll('\\', '/');
}

function escaped(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapedProperty(text: string): string {
  return escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
