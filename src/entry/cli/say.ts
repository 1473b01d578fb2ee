/** Messages: what is wrong, where, what was meant, what to do, and the exit code in words. */
import { pad, wrap } from '../../catalog/reporters/layout.js';
import { plain } from '../../catalog/reporters/words.js';
import type { BrownoutError, Problem, SourceSpan } from '../../model/problem.js';
import { annotateError, annotateProblem } from './annotations.js';
import { paintOf, type Door } from './door.js';
import { exitWords, type ExitCode } from './exit-code.js';

export function sayProblems(door: Door, problems: readonly Problem[]): void {
  for (const problem of problems) {
    door.err(`${problemText(door, problem)}\n`);
    annotateProblem(door, problem);
  }
}

export function sayExit(door: Door, code: ExitCode): ExitCode {
  if (code !== 0) door.err(`${exitWords(code)}\n`);
  return code;
}

export function sayError(door: Door, error: BrownoutError): void {
  const paint = paintOf(door.errStyle);
  const [said = '', ...more] = plainLines(error.message);
  const [first = '', ...rest] = folded(said, 'error  ', door);
  const lines = [
    `${paint.bold(paint.red('error'))}  ${paint.bold(first)}`,
    ...rest.map((line) => paint.bold(line)),
    ...more.flatMap((line) => detail(line, door)),
  ];
  const hints = error.hints.flatMap((hint) => hintLines(hint, door));
  door.err(`${[...lines, ...(hints.length > 0 ? ['', ...hints.map(paint.cyan)] : [])].join('\n')}\n`);
  annotateError(door, error);
}

function problemText(door: Door, problem: Problem): string {
  const paint = paintOf(door.errStyle);
  const word = problem.severity === 'error' ? paint.red('error') : paint.yellow('warning');
  const place = problem.where === null ? '' : `${placeOf(problem.where)}  `;
  const [said = '', ...more] = plainLines(problem.message);
  const [first = '', ...rest] = folded(said, `${problem.severity}  ${place}`, door);
  return [
    `${paint.bold(word)}  ${paint.bold(place)}${first}`,
    ...rest,
    ...more.map((line) => `  ${line}`),
    ...(problem.where === null ? [] : excerpt(problem.where, door)),
    ...problem.hints.flatMap((hint) => hintLines(hint, door).map(paint.cyan)),
  ].join('\n');
}

/** In a log a message stays on one line, for whoever searches there. */
function folded(text: string, before: string, { live, errStyle }: Door): string[] {
  if (!live || before.length + text.length <= errStyle.columns) return [text];
  const [first = '', ...more] = wrap(text, errStyle.columns - before.length, '');
  return [first, ...(more.length === 0 ? [] : wrap(more.join(' '), errStyle.columns, '  '))];
}

/** What the app said itself stays as it was, behind its bar. */
function detail(line: string, { live, errStyle }: Door): string[] {
  if (!live || line.startsWith('  |')) return [`  ${line}`.trimEnd()];
  return wrap(line, errStyle.columns, '  ');
}

/** Two spaces set a command apart; at the end of a line they are in the way. */
function hintLines(hint: string, { errStyle }: Door): string[] {
  return wrap(plain(hint), errStyle.columns, '  ').map((line) => line.trimEnd());
}

export function placeOf({ file, line, column }: SourceSpan): string {
  return `${plain(file)}:${line}:${column}`;
}

/** What doesn't fit is left out on the left, so that the caret stands below what it means. */
function excerpt(where: SourceSpan, { errStyle }: Door): string[] {
  if (where.excerpt.length === 0) return [];
  const width = Math.max(...where.excerpt.map(({ line }) => line.toString().length), 2);
  const room = errStyle.columns - width - '   | '.length;
  const at = where.column - 1;
  const length = Math.max(1, Math.min(where.length, 60, room));
  const from = Math.max(0, at + length - room);
  const lines = where.excerpt.map(({ line, text }) =>
    `  ${line.toString().padStart(width)} | ${plain(text).slice(from, from + room)}`.trimEnd(),
  );
  return ['', ...lines, `  ${pad('', width)} | ${' '.repeat(at - from)}${'^'.repeat(length)}`];
}

function plainLines(text: string): string[] {
  return text.split('\n').map(plain);
}
