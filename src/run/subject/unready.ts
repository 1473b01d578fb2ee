/** Why there is no subject to rehearse, with its last words. */
import { BrownoutError } from '../../model/problem.js';
import type { SubjectSpec } from '../../model/scenario.js';
import { addressAt } from '../address.js';
import { NO_HTTP, NO_SUCH_PATH, NO_TLS, NOBODY, UNTRUSTED } from './ready.js';

export function diedAtStart(spec: SubjectSpec, how: string, words: readonly string[]): BrownoutError {
  return new BrownoutError({
    code: 'subject-died',
    ending: 'not-testable',
    message: `the app ended before it was ready: ${how}${quoted(words)}`,
    hints: [
      how === 'exit code 0'
        ? 'Its start command must stay in the foreground as long as the app runs.'
        : `Try it alone, in ${spec.cwd}:  ${spec.start ?? ''}`,
      'Nothing was injected and nothing was graded.',
    ],
  });
}

export function neverReady(
  spec: SubjectSpec,
  url: URL | null,
  last: string,
  words: readonly string[],
): BrownoutError {
  const where = url === null ? spec.ready : addressAt(url, spec.ready).href;
  return new BrownoutError({
    code: 'subject-not-ready',
    ending: 'not-testable',
    message: `the app was not ready within ${spec.readyWithin / 1_000} s: GET ${where} gave ${last}${quoted(words)}`,
    hints: [
      ...askedWrong(last, url),
      ...(last === `status ${NO_SUCH_PATH}`
        ? [`It answers, but knows no ${spec.ready}. Without "ready", any answer at / is enough.`]
        : []),
      ...(spec.start === null || last !== NOBODY ? [] : [whereItListens(spec.url)]),
      'Another path, or more time:  subject: { ready: /health, readyWithin: 60s }',
      'Nothing was injected and nothing was graded.',
    ],
  });
}

/** It is there, and was spoken to in a way that it doesn't take. */
function askedWrong(last: string, url: URL | null): readonly string[] {
  if (last.startsWith(UNTRUSTED))
    return ['Let Node trust it, in the environment of Brownout:  NODE_EXTRA_CA_CERTS=ca.pem'];
  if (last === NO_TLS) return ['Does it speak plain HTTP there? Then say so:  --target http://…'];
  if (last !== NO_HTTP) return [];
  return [
    `Does it speak HTTPS? Then say so:  --target https://localhost:${url?.port ?? '3000'}  , on the port that it has by itself`,
  ];
}

function whereItListens(told: string | null): string {
  return told === null
    ? 'Does it listen on the port that the variable PORT says?  If not, tell us where:  --target URL'
    : `Does it listen at ${told}?  If elsewhere, say where: in the curl line of  learn,  in subject.url of the config, or  --target URL`;
}

export function stoppedEarly(): BrownoutError {
  return new BrownoutError({
    code: 'interrupted',
    ending: 'interrupted',
    message: 'stopped before the app was ready: nothing was played',
  });
}

/** The last words of an app, below a message about it. */
export function quoted(words: readonly string[]): string {
  return words.length === 0 ? '' : `\n\n${words.map((line) => `  | ${line}`).join('\n')}`;
}

export function noSubject(): BrownoutError {
  return new BrownoutError({
    code: 'no-subject',
    ending: 'usage',
    message: 'nothing says what to rehearse: neither how to start the app nor where it runs',
    hints: [
      'start it:  --start "npm start"   or, if it runs already:  --target http://127.0.0.1:3000',
      "or write a config once:  brownout learn 'curl …'",
    ],
  });
}

export function noFolder(cwd: string): BrownoutError {
  return new BrownoutError({
    code: 'no-folder',
    ending: 'usage',
    message: `there is no folder ${cwd}, where the app was to be started`,
    hints: ['subject.cwd in the config says where; it counts from the folder of the config'],
  });
}
