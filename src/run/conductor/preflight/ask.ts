/** One request to the subject, outside of any load: for the check before the run, and for learning an app. */
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Millis } from '../../../model/units.js';
import { boundedBy } from '../../bounded.js';

export interface Asked {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Why there is no whole response; null where there is one. */
  readonly failure: string | null;
}

export interface Question {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly patience: Millis;
  readonly signal: AbortSignal;
}

const MOST_BYTES = 1_000_000;

export async function ask(question: Question): Promise<Asked> {
  const { promise, resolve } = deferred<Asked>();
  let body = '';
  let status: number | null = null;
  let headers: Record<string, string> = {};
  const bound = boundedBy(question.signal, question.patience);
  const end = (failure: string | null): void => {
    const isLate = bound.signal.aborted;
    bound.lift();
    resolve({ status, headers, body, failure: isLate ? 'no end in time' : failure });
  };
  const open = question.url.protocol === 'https:' ? httpsRequest : httpRequest;
  const sent = open(question.url, {
    method: question.method,
    headers: { ...question.headers, ...lengthOf(question.body) },
    // A connection of its own: where the app says keep-alive itself, ours would be taken again after its end.
    agent: false,
    signal: bound.signal,
  });
  sent.on('error', (error) => end(error.message));
  sent.on('response', (response) => {
    status = response.statusCode ?? null;
    headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
    );
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      if (body.length < MOST_BYTES) body += chunk;
    });
    response.on('end', () => end(null));
    response.on('error', (error) => end(error.message));
  });
  sent.end(question.body ?? undefined);
  return promise;
}

function lengthOf(body: string | null): Record<string, string> {
  return body === null ? {} : { 'content-length': Buffer.byteLength(body).toString() };
}

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}
