/**
 * The official SDKs for Go and Java against our mocks: what is healthy is read in full, by Java with its own look for
 * fields that are missing, and what is hurt ends as the SDK promises, after as many attempts.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { faults } from '../../src/catalog/faults/shelf.js';
import { window } from '../support/mocking.js';
import {
  outcomeOf,
  playAll,
  VENDORS,
  type Call,
  type Language,
  type Played,
  type Seen,
  type Vendor,
} from './sdk-programs.js';

/** How many attempts, and what came of them. */
type End = `${number} ${string}`;
/** The same for all, or one after the other: Anthropic in Go and Java, then OpenAI in Go and Java. */
type Ends = End | readonly [End, End, End, End];

interface Case {
  readonly fault: string;
  readonly params: object;
  readonly whole: Ends;
  readonly stream: Ends;
  readonly limits?: Pick<Call, 'timeout' | 'giveUp'>;
}

const TIMEOUT = { timeout: 2000 };
const refused = (params: object, ends: Ends): Case => ({
  fault: 'status',
  params,
  whole: ends,
  stream: ends,
});
const asking = (retryAfter: unknown, ends: Ends, giveUp = 6000): Case => ({
  ...refused({ status: 529, retryAfter }, ends),
  limits: { giveUp },
});

/** Whole answers of which the end is missing are asked for again by one of the four. */
const TRIED_AGAIN: Ends = ['3 broken', '1 broken', '1 broken', '1 broken'];
/** Go takes a stream without its last words for a whole one; the accumulators for Java don't. */
const SILENT_IN_GO: Ends = ['1 silence', '1 broken', '1 silence', '1 broken'];
/** Only SDKs for Java are told nothing by the content type. */
const NOT_JSON: Ends = ['1 broken', '1 answer', '1 broken', '1 answer'];

const CASES: Readonly<Record<string, Case>> = {
  'auth-rejected': { fault: 'auth-rejected', params: {}, whole: '1 401', stream: '1 401' },
  'commit-then-fail': { fault: 'commit-then-fail', params: {}, whole: '3 broken', stream: '3 broken' },
  'cut by a reset': { fault: 'cut', params: { after: 6 }, whole: TRIED_AGAIN, stream: '1 broken' },
  'cut by a FIN': { fault: 'cut', params: { after: 6, how: 'fin' }, whole: TRIED_AGAIN, stream: '1 broken' },
  'cut cleanly': {
    fault: 'cut',
    params: { after: 6, how: 'end' },
    whole: '1 broken',
    stream: SILENT_IN_GO,
  },
  'cut before all': { fault: 'cut', params: { after: 'nothing' }, whole: '3 broken', stream: '3 broken' },
  'no content': { fault: 'empty', params: {}, whole: '1 silence', stream: '1 silence' },
  'no body': { fault: 'empty', params: { how: 'no-body' }, whole: '1 broken', stream: SILENT_IN_GO },
  'error-event': { fault: 'error-event', params: { after: 6 }, whole: '1 answer', stream: '1 broken' },
  hang: {
    fault: 'hang',
    params: {},
    whole: ['3 broken', '3 broken', '1 broken', '3 broken'],
    stream: ['3 broken', '3 broken', '1 broken', '3 broken'],
    limits: TIMEOUT,
  },
  'html-page': { fault: 'html-page', params: {}, whole: '3 502', stream: '3 502' },
  latency: { fault: 'latency', params: { by: '30ms' }, whole: '1 answer', stream: '1 answer' },
  'broken JSON': { fault: 'malformed', params: { after: 6 }, whole: '1 broken', stream: '1 broken' },
  'a frame in halves': {
    fault: 'malformed',
    params: { how: 'split-frame', after: 6 },
    whole: '1 answer',
    stream: '1 answer',
  },
  'the wrong type': {
    fault: 'malformed',
    params: { how: 'wrong-content-type' },
    whole: NOT_JSON,
    stream: '1 answer',
  },
  'quota-exhausted': {
    fault: 'quota-exhausted',
    params: {},
    whole: ['1 400', '1 400', '3 429', '3 429'],
    stream: ['1 400', '1 400', '3 429', '3 429'],
  },
  'retired-model': { fault: 'retired-model', params: {}, whole: '1 404', stream: '1 404' },
  'slow-first-token': {
    fault: 'slow-first-token',
    params: { by: '30ms' },
    whole: '1 answer',
    stream: '1 answer',
  },
  'slow-tokens': { fault: 'slow-tokens', params: { by: '2ms' }, whole: '1 answer', stream: '1 answer' },
  stall: {
    fault: 'stall',
    params: { after: 6 },
    whole: TRIED_AGAIN,
    stream: '1 broken',
    limits: TIMEOUT,
  },
  'wrong-4xx': { fault: 'wrong-4xx', params: {}, whole: '1 400', stream: '1 400' },
  400: refused({ status: 400 }, '1 400'),
  403: refused({ status: 403 }, '1 403'),
  408: refused({ status: 408 }, '3 408'),
  409: refused({ status: 409 }, '3 409'),
  413: refused({ status: 413 }, '1 413'),
  422: refused({ status: 422 }, '1 422'),
  429: refused({ status: 429 }, '3 429'),
  500: refused({ status: 500 }, '3 500'),
  503: refused({ status: 503 }, '3 503'),
  520: refused({ status: 520 }, '3 520'),
  529: refused({ status: 529 }, '3 529'),
  'x-should-retry: false': refused({ status: 529, headers: { 'x-should-retry': 'false' } }, '1 529'),
  'x-should-retry: true': refused({ status: 400, headers: { 'x-should-retry': 'true' } }, '3 400'),
  // Who obeys is still waiting when the caller gives up; OpenAI's for Java waits 8 s and no longer.
  'retry-after: 30': asking('30s', ['1 waits', '1 waits', '1 waits', '2 waits'], 14_000),
  'retry-after-ms: 30000': asking({ milliseconds: '30s' }, '1 waits'),
  'retry-after: a date': asking({ date: '30s' }, '1 waits'),
  'retry-after: a day': asking('absurd', ['1 waits', '1 waits', '1 529', '1 waits']),
  'retry-after: soon': asking({ raw: 'soon' }, '3 529', 14_000),
  'retry-after: 0': asking({ raw: '0' }, '3 529', 14_000),
  'retry-after: -3': asking({ raw: '-3' }, '3 529', 14_000),
};

const HEALTHY: Readonly<Record<Vendor, readonly string[]>> = {
  anthropic: ['whole', 'stream', 'tool', 'tool-stream', 'structured', 'thinking', 'thinking-stream'],
  openai: [
    ...['whole', 'stream', 'tool', 'tool-stream', 'structured'],
    ...['choices', 'choices-stream', 'logprobs', 'logprobs-stream'],
  ],
};
const ASIDE: Readonly<Record<Vendor, readonly string[]>> = {
  anthropic: ['count', 'models'],
  openai: ['embeddings', 'models'],
};
/** Its first call takes the only one that is free for 5 s; the second comes back when it is told to. */
const LIMITED = 'rate-limit';
/** A name of Anthropic's, which says the line, and good enough for the other. */
const FINE = 'claude-sonnet-4-6';

const ALL: readonly Call[] = VENDORS.flatMap((vendor) => [
  ...[...HEALTHY[vendor], ...ASIDE[vendor]].map((ask) => ({ vendor, ask, model: FINE })),
  ...['whole', 'stream'].map((ask) => ({ vendor, ask, model: LIMITED })),
  ...Object.entries(CASES).flatMap(([model, { limits }]) =>
    ['whole', 'stream'].map((ask) => ({ vendor, ask, model, ...limits })),
  ),
]);

const WINDOWS = VENDORS.flatMap((on) =>
  [
    ...Object.entries(CASES).map(([model, { fault, params }]) => ({ model, fault, params })),
    { model: LIMITED, fault: 'rate-limit', params: { requests: '12/min', burst: 1 } },
  ].map(({ model, fault, params }) => {
    const match = { model, stream: null, journey: null, header: {}, attempt: null, cohort: null };
    return window(fault, params, { id: `${on} ${model}`, on, match });
  }),
);

test('every fault of the shelf is tried', () => {
  const tried = new Set(WINDOWS.map(({ fault }) => fault));
  expect([...tried].toSorted()).toEqual(faults.map(({ kind }) => kind).toSorted());
});

/** Both at once: they wait, mostly. */
const playing = new Map<Language, Promise<Played>>();
beforeAll(() => {
  for (const language of ['Go', 'Java'] as const) playing.set(language, playAll(language, ALL, WINDOWS));
});

/** What a refusal is called by each vendor; OpenAI's quota is a limit of its own. */
const WORDS: Readonly<Record<Vendor, Readonly<Record<string, string>>>> = {
  anthropic: {
    'auth-rejected': 'authentication_error',
    'quota-exhausted': 'invalid_request_error',
    'retired-model': 'not_found_error',
    429: 'rate_limit_error',
    500: 'api_error',
    503: '',
    529: 'overloaded_error',
  },
  openai: {
    'auth-rejected': 'invalid_api_key',
    'quota-exhausted': 'insufficient_quota',
    'retired-model': 'model_not_found',
    429: 'rate_limit_exceeded',
    500: '',
    503: 'server_is_overloaded',
    520: '',
  },
};

describe.each([
  ['Go', 0, ['Anthropic SDK for Go 2.15.0', 'OpenAI SDK for Go 3.98.0']],
  ['Java', 1, ['Anthropic SDK for Java 3.14.0', 'OpenAI SDK for Java 4.101.0']],
] as const)('in %s', (language: Language, place, names) => {
  let played: Played;
  beforeAll(async () => {
    const begun = playing.get(language);
    if (begun === undefined) throw new Error('it was never begun');
    played = await begun;
  }, 120_000);

  function seen(vendor: Vendor, model: string, ask: string): Seen {
    const one = played.calls.find(
      (call) => call.vendor === vendor && call.model === model && call.ask === ask,
    );
    if (one === undefined) throw new Error(`nobody asked ${vendor} for ${model}, ${ask}`);
    return one;
  }

  test('both find the mocks by themselves, and are known by name', () => {
    expect(played.callers).toEqual(names);
  });

  test('each attempt says which retry it is, and none seems to come through a gateway', () => {
    for (const { attempts } of played.calls) {
      expect(attempts.map(({ retryCount }) => retryCount)).toEqual(attempts.map((_, count) => count));
      expect(attempts.filter(({ gateway }) => gateway !== null)).toEqual([]);
    }
  });

  describe.each(VENDORS)('%s', (vendor) => {
    test.each(HEALTHY[vendor])('%s is read in full', (ask) => {
      const one = seen(vendor, FINE, ask);
      expect([one.says, outcomeOf(one), one.attempts.length]).toEqual(['', 'answer', 1]);
      const [row] = one.attempts;
      const { in: tokensIn, out, ...rest } = JSON.parse(one.text) as Readonly<Record<string, unknown>>;
      expect([tokensIn, out]).toEqual([row?.tokensIn, row?.tokensOut]);
      expect(rest).toMatchObject(expected(vendor, ask));
    });

    test.each(Object.entries(WORDS[vendor]))('%s is called by its name: %s', (model, word) => {
      expect(seen(vendor, model, 'whole').word).toBe(word);
    });

    test('a rate limit is obeyed, and answered then', () => {
      const both = ['whole', 'stream'].map((ask) => seen(vendor, LIMITED, ask));
      expect(both.map(outcomeOf)).toEqual(['answer', 'answer']);
      expect(both.map(({ attempts }) => attempts.length).toSorted()).toEqual([1, 2]);
    });

    test.each(Object.entries(CASES))('%s', (model, { whole, stream }) => {
      const ends = (['whole', 'stream'] as const).map((ask) => {
        const one = seen(vendor, model, ask);
        return `${one.attempts.length} ${outcomeOf(one)}`;
      });
      const at = VENDORS.indexOf(vendor) * 2 + place;
      expect(ends).toEqual([whole, stream].map((all) => (typeof all === 'string' ? all : all[at])));
    });
  });

  test('what is answered without a model is read in full', () => {
    const said = (vendor: Vendor, ask: string): unknown => {
      const one = seen(vendor, FINE, ask);
      return one.error === '' ? JSON.parse(one.text) : one.says;
    };
    expect(said('anthropic', 'count')).toBe(seen('anthropic', FINE, 'whole').attempts[0]?.tokensIn);
    expect(said('anthropic', 'models')).toContain(FINE);
    expect(said('openai', 'embeddings')).toEqual([1536, 1536]);
    expect(said('openai', 'models')).toContain('text-embedding-3-small');
  });
});

const CALLED = { tool: 'weather' };
const THOUGHT = { thinking: expect.stringMatching(/\w/) as string, signed: true };

/** What a healthy answer has beside its watermark and its tokens. */
function expected(vendor: Vendor, ask: string): object {
  const [what = ''] = ask.split('-');
  if (vendor === 'anthropic') {
    if (what === 'tool') return { ...CALLED, stop: 'tool_use' };
    return { stop: 'end_turn', ...(what === 'thinking' ? THOUGHT : {}) };
  }
  if (what === 'tool') return { ...CALLED, stop: 'tool_calls', choices: 1 };
  const sure = { logprobs: expect.any(Number) as number, alternatives: 1 };
  return { stop: 'stop', choices: what === 'choices' ? 3 : 1, ...(what === 'logprobs' ? sure : {}) };
}
