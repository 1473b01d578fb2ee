/** What a user sends: a journey's request with its references resolved and its question filled in. */
import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Question } from '../../catalog/arrivals/question.js';
import { BrownoutError } from '../../model/problem.js';
import type { Journey, JourneyRequest } from '../../model/scenario.js';
import type { Json } from '../../model/units.js';
import { resolveReferences } from '../../scenario/variables.js';
import { belowTarget } from '../address.js';
import { fillerOf, jsonFillerOf, type Fill } from './filled.js';

export interface Outgoing {
  readonly method: string;
  /** With the query, and with the target's own path before it. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

type Env = Readonly<Record<string, string | undefined>>;

/** Fills in a question; everything that doesn't depend on it has been settled before. */
export type Compose = (question: Question) => Outgoing;

/** These belong to the connection, or would let an answer come in another shape than we read. */
const OURS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'expect',
  'keep-alive',
  'te',
  'transfer-encoding',
  'upgrade',
  'x-request-id',
]);

type Sendable = Pick<Journey, 'name' | 'request'>;

export function composer(journey: Sendable, target: URL, env: Env): Compose {
  const request = resolved(journey, env);
  const headers = headersOf(request);
  checkRequest(journey, request, headers);
  const templated = Object.entries(headers)
    .filter(([, value]) => value.includes('{{'))
    .map(([name, value]) => ({ name, fill: fillerOf(value) }));
  const path = fillerOf(request.path);
  const body = bodyFiller(request);
  return (question) => {
    const values = { id: question.token, prompt: question.prompt };
    const own: Record<string, string> = { ...headers, 'x-request-id': question.token };
    for (const { name, fill } of templated) own[name] = fill(values);
    const inPath = { id: question.token, prompt: encodeURIComponent(question.prompt) };
    return {
      method: request.method,
      path: belowTarget(target, path(inPath)),
      headers: own,
      body: body === null ? null : body(values),
    };
  };
}

function bodyFiller({ body }: JourneyRequest): Fill | null {
  switch (body.kind) {
    case 'none':
      return null;
    case 'json':
      return jsonFillerOf(body.value);
    case 'text':
      return fillerOf(body.text);
  }
}

function headersOf(request: JourneyRequest): Record<string, string> {
  const headers: Record<string, string> = { accept: '*/*', 'user-agent': 'brownout' };
  if (request.body.kind === 'json') headers['content-type'] = 'application/json';
  if (request.body.kind === 'text') headers['content-type'] = 'text/plain; charset=utf-8';
  for (const [name, value] of Object.entries(request.headers)) {
    if (!OURS.has(name.toLowerCase())) headers[name.toLowerCase()] = value;
  }
  return { ...headers, 'accept-encoding': 'identity' };
}

function resolved({ name, request }: Sendable, env: Env): JourneyRequest {
  const resolve = (text: string): string => {
    const found = resolveReferences(text, env);
    if (found.ok) return found.value;
    throw new BrownoutError({
      code: 'unset-variable',
      ending: 'usage',
      message: `the request of the journey "${name}" can't be sent: ${found.problems.map((problem) => problem.message).join('; ')}`,
      hints: found.problems.flatMap((problem) => problem.hints),
    });
  };
  const headers = Object.entries(request.headers).map(([key, value]) => [key, resolve(value)] as const);
  return {
    method: request.method.toUpperCase(),
    path: resolve(request.path),
    headers: Object.fromEntries(headers),
    body: resolvedBody(request.body, resolve),
  };
}

function resolvedBody(
  body: JourneyRequest['body'],
  resolve: (text: string) => string,
): JourneyRequest['body'] {
  if (body.kind === 'text') return { kind: 'text', text: resolve(body.text) };
  return body.kind === 'json' ? { kind: 'json', value: resolvedJson(body.value, resolve) } : body;
}

function resolvedJson(value: Json, resolve: (text: string) => string): Json {
  if (typeof value === 'string') return resolve(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((inner) => resolvedJson(inner, resolve));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, resolvedJson(inner, resolve)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** A value out of the environment may hold what no header can carry. */
function checkRequest(
  { name }: Sendable,
  request: JourneyRequest,
  headers: Readonly<Record<string, string>>,
): void {
  const refuse = (what: string, cause?: unknown): never => {
    throw new BrownoutError({
      code: 'bad-request',
      ending: 'usage',
      message: `the request of the journey "${name}" can't be sent: ${what}`,
      hints: ['Mend it where the journey is written, or the variable that a ${VAR} of it names.'],
      cause,
    });
  };
  if (!/^[A-Z][A-Z-]*$/.test(request.method)) refuse(`"${request.method}" is no HTTP method`);
  if (!/^\/[\x21-\x7e]*$/.test(request.path.replaceAll(/\{\{\s*(id|prompt)\s*\}\}/g, 'x'))) {
    refuse(`"${request.path}" is no path of a URL`);
  }
  for (const [key, value] of Object.entries(headers)) {
    try {
      validateHeaderName(key);
      validateHeaderValue(key, value);
    } catch (cause) {
      refuse(`the header "${key}" holds what no header may`, cause);
    }
  }
}
