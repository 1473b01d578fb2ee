import { describe, expect, test } from 'vitest';
import { providerById } from '../../../src/catalog/providers/shelf.js';
import type { WirePlan } from '../../../src/model/wire.js';
import { callTo, context, refusalOf, sseEvents } from '../../support/dialect.js';
import { headOf, textOf } from '../../support/fake-provider.js';
import {
  claimedErrors,
  claims,
  nameOf,
  recordedErrors,
  recordings,
  unclaimed,
  type Claimed,
  type Recorded,
} from '../../support/recorded-errors.js';
import { saying } from '../../support/saying.js';

/** Left out on purpose, as the providers' headers say. */
const SIMPLIFIED = ['strict-transport-security', 'alt-svc', 'x-content-type-options', 'date'];
/** Assumed on every 4xx but the one that is out of credit, and reported beside `retry-after`. */
const ASSUMED = ['x-should-retry', 'retry-after-ms'];

function played({ recorded, refusal, limits }: Claimed): WirePlan {
  const provider = providerById(recorded.provider);
  if (provider === undefined) throw new Error(recorded.provider);
  return provider.refuse(refusal, { ...context, limits });
}

const rows = claimedErrors.map((claimed) => [nameOf(claimed.recorded), claimed] as const);
const jsonRows = rows.filter(([, { recorded }]) => recorded.bodyFormat === 'json');
const pageRows = rows.filter(([, { recorded }]) => recorded.bodyFormat !== 'json');

function errorIn(body: unknown): Readonly<Record<string, unknown>> {
  return (body as { readonly error: Readonly<Record<string, unknown>> }).error;
}

/** What code may branch on: all but the words, and the details that may be null or absent. */
function namesIn(body: unknown): unknown {
  const entries = Object.entries(errorIn(body));
  return Object.fromEntries(entries.filter(([key]) => key !== 'message' && key !== 'details'));
}

function wordsOf(body: Recorded['body'] | undefined): string {
  if (typeof body !== 'string') throw new Error('recorded as JSON');
  return body;
}

describe('recorded errors', () => {
  test('are all either given by a refusal or left out for a stated reason', () => {
    const names = recordedErrors.map(nameOf).toSorted();
    expect([...claims.keys(), ...unclaimed.keys()].toSorted()).toEqual(names);
  });

  test.each(rows)('%s has its status and its media type', (_name, claimed) => {
    const head = headOf(played(claimed));
    const mediaType = (headers: Readonly<Record<string, string>>) => headers['content-type']?.split(';')[0];
    expect(head.status).toBe(claimed.recorded.status);
    expect(mediaType(head.headers)).toBe(mediaType(claimed.recorded.headers));
  });

  test.each(rows)('%s has its headers, and no others', (_name, claimed) => {
    const ours = Object.keys(headOf(played(claimed)).headers);
    const real = Object.keys(claimed.recorded.headers);
    const isOfGauges = (name: string) => /^anthropic-ratelimit-(?:in|out)put-tokens/.test(name);
    const missing = real.filter((name) => !ours.includes(name) && !isOfGauges(name));
    expect(missing.filter((name) => ![...SIMPLIFIED, ...ASSUMED].includes(name))).toEqual([]);
    expect(ours.filter((name) => !real.includes(name) && name !== 'content-length')).toEqual([]);
  });

  test.each(jsonRows)('%s has the keys, type, code and param of its body', (_name, claimed) => {
    const ours: unknown = JSON.parse(textOf(played(claimed)));
    const real = claimed.recorded.body;
    expect(Object.keys(ours as object).toSorted()).toEqual(Object.keys(real).toSorted());
    expect(namesIn(ours)).toEqual(namesIn(real));
    expect(errorIn(ours)['message']).toEqual(expect.any(String));
  });

  test.each(pageRows)('%s says what its page says', (_name, claimed) => {
    const seen = (page: string) => page.match(/<title>.*<\/title>|<h1>.*<\/h1>|reset reason: [a-z ]+/g);
    expect(seen(textOf(played(claimed)))).toEqual(seen(wordsOf(claimed.recorded.body)));
  });
});

/** Keys and types of a document, whatever its values. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}

function streamShape(text: string): readonly unknown[] {
  return sseEvents(text).map(({ event, text: line }) => [
    event,
    line === '[DONE]' ? line : shapeOf(JSON.parse(line)),
  ]);
}

describe('recorded streams', () => {
  const two = saying(['Hel', 'lo']);

  function recording(provider: string, name: string): string {
    const found = recordings.find((one) => one.provider === provider && one.name === name);
    return wordsOf(found?.body);
  }

  test.each(['anthropic', 'openai'])('%s streams the recorded events, key by key', (id) => {
    const provider = providerById(id);
    if (provider === undefined) throw new Error(id);
    // Part of the recordings was made without the equaliser, this one among them.
    const call = callTo(provider, { stream: true, stream_options: { include_obfuscation: false } });
    const ours = textOf(provider.stream(call, two, context));
    expect(streamShape(ours)).toEqual(streamShape(recording(id, 'stream_healthy')));
  });

  test.each([
    ['anthropic', 'stream_error_mid_overloaded', 'overloaded', 529],
    ['anthropic', 'stream_error_mid_api_error', 'status', 500],
    ['openai', 'stream_error_mid', 'status', 500],
  ] as const)('%s breaks off as in %s', (id, name, reason, status) => {
    const event = providerById(id)?.errorEvent(refusalOf({ reason, status }), context) ?? '';
    const ours = sseEvents(event);
    const real = sseEvents(recording(id, name)).slice(-ours.length);
    expect(streamShape(event)).toEqual(streamShape(recording(id, name)).slice(-ours.length));
    expect(namesIn(JSON.parse(ours[0]?.text ?? ''))).toEqual(namesIn(JSON.parse(real[0]?.text ?? '')));
  });
});
