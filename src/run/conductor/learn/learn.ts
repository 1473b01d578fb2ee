/**
 * Learns a journey from one request: the app runs behind healthy mocks of every provider, the question
 * is found by a token that arrives at a mock, the answer by the watermark that comes back.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { excerpt } from '../../../catalog/answers/redact.js';
import { drawQuestion } from '../../../catalog/arrivals/question.js';
import { providers } from '../../../catalog/providers/shelf.js';
import type { Spent } from '../../../catalog/answers/locate.js';
import { randomOf } from '../../../kit/random.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Journey, JourneyRequest, SubjectSpec, Upstream } from '../../../model/scenario.js';
import { everyProvider, healthyPlan, hurried } from '../../../scenario/healthy-plan.js';
import { questionPlaces, type QuestionPlace } from '../../../scenario/question-places.js';
import { addressAt } from '../../address.js';
import { composer } from '../../load/outgoing.js';
import { quoted } from '../../subject/unready.js';
import { ask, type Asked } from '../preflight/ask.js';
import { hearCallers, type Callers } from './callers.js';
import { findAnswer } from './find-answer.js';
import { findQueued, type LearnedWork } from './find-queued.js';
import type { Healthy } from '../healthy/healthy.js';
import { refuseIfStopped } from '../preflight/preflight.js';
import { isServed, remedyFor } from '../preflight/refusal.js';
import { hearTools, type ToolsHeard } from './hear-tools.js';
import { startWhereItListens } from './start.js';
import { hearUnspoken } from '../preflight/unspoken.js';

export interface LearnOptions {
  readonly request: JourneyRequest;
  /** Where the curl line went to. */
  readonly origin: string;
  readonly spec: SubjectSpec;
  /** Those that the config names already. */
  readonly upstreams: readonly Upstream[];
  readonly signal: AbortSignal;
  readonly iOwnThisTarget: boolean;
}

export interface Learned {
  readonly journey: LearnedShape;
  /** Where the question lies, in words; null where nothing in the request is one. */
  readonly question: string | null;
  /** False: the token in the question never arrived at a provider. */
  readonly isJoined: boolean;
  /** In the order of their first call. */
  readonly called: readonly Called[];
  /** Where the app must be looked for, because it doesn't listen where PORT says; else null. */
  readonly url: string | null;
  readonly readyIn: number;
}

export type LearnedShape = Pick<Journey, 'request' | 'needsModel' | 'answer' | 'stream'> & {
  readonly queued: LearnedWork | null;
};

export interface Called {
  readonly provider: string;
  readonly calls: number;
  /** The libraries that called it, as they name themselves. */
  readonly callers: readonly string[];
  /** Names of the tools that it was offered and left alone. */
  readonly tools: readonly string[];
}

const PATIENCE = 60_000;
const ACCEPTED = 202;
/** So long a call is waited for when the answer is there: where it says that work was put off, and elsewhere. */
const LATE = 5_000;
const SOON = 300;
const APART = 20;
const PLAIN_ANSWER: Journey['answer'] = { at: '', survives: 'words', part: false, schema: null };

export async function learn(options: LearnOptions): Promise<Learned> {
  const upstreams = everyProvider(options.upstreams).map(hurried);
  const plan = healthyPlan('learn', upstreams, []);
  const { healthy, provePort } = await startWhereItListens({ ...options, plan });
  const callers = hearCallers(healthy.mocks.addresses);
  const tools = hearTools(upstreams, healthy.mocks.addresses);
  const unspoken = hearUnspoken(upstreams, healthy.mocks.addresses);
  try {
    const found = await learnFrom(healthy, { ...options, spent: tools.spent }).catch((error: unknown) => {
      throw options.signal.aborted ? error : (unspoken.error() ?? error);
    });
    const called = calledIn(healthy, upstreams, { callers, tools });
    return { ...found, called, url: await provePort(), readyIn: healthy.readyIn };
  } finally {
    callers.end();
    tools.end();
    unspoken.end();
    await healthy.close();
  }
}

type Found = Pick<Learned, 'journey' | 'question' | 'isJoined'>;

type Asking = LearnOptions & { readonly spent: Spent };

async function learnFrom(healthy: Healthy, options: Asking): Promise<Found> {
  const asGiven = await hear(healthy, options, options.request);
  refuseBad(healthy, asGiven);
  const places = questionPlaces(options.request);
  if (asGiven.calls === 0) return withoutModel(healthy, options, places);
  const asked = await askAtEach(healthy, options, places);
  const found = await foundIn((asked ?? asGiven).answer, healthy, options);
  const request = asked === null ? options.request : asked.place.fill('{{prompt}}');
  return {
    journey: { request, needsModel: true, ...found },
    question: asked?.place.said ?? null,
    isJoined: asked?.isJoined ?? false,
  };
}

async function foundIn(
  answer: Asked,
  healthy: Healthy,
  { request, signal, spent }: Asking,
): Promise<Pick<LearnedShape, 'answer' | 'stream' | 'queued'>> {
  const found = findAnswer(answer, spent);
  if (found !== null) return { ...found, queued: null };
  const [path = ''] = request.path.split('?');
  const work = await findQueued({ answer, path, target: healthy.subject.url, spent, signal });
  refuseIfStopped(signal);
  if (work === null) throw noWatermark(healthy, answer);
  return { ...work, stream: { format: 'none' } };
}

/** What calls no model must survive; each user says something else, so that saved things can be told apart. */
async function withoutModel(
  healthy: Healthy,
  options: LearnOptions,
  [place]: readonly QuestionPlace[],
): Promise<Found> {
  const rest = { needsModel: false, answer: PLAIN_ANSWER, stream: { format: 'none' }, queued: null } as const;
  const token = questionNumber(0).token;
  const taken = place === undefined ? null : await hear(healthy, options, place.fill(token));
  const isTaken = place !== undefined && taken !== null && isServed(taken.answer);
  const request = isTaken ? place.fill('{{id}}') : options.request;
  return { journey: { request, ...rest }, question: isTaken ? place.said : null, isJoined: true };
}

interface AskedAt extends Heard {
  readonly place: QuestionPlace;
  readonly isJoined: boolean;
}

/** The place whose token a mock was asked with; else the first that the app took; null where it took none. */
async function askAtEach(
  healthy: Healthy,
  options: LearnOptions,
  places: readonly QuestionPlace[],
): Promise<AskedAt | null> {
  let second: AskedAt | null = null;
  for (const [index, place] of places.entries()) {
    const { token, prompt } = questionNumber(index + 1);
    const inbound = index + 1;
    healthy.inbounds.opened(inbound, token, 0);
    const heard = await hear(healthy, options, place.fill(prompt));
    const isJoined = healthy.attempts.some((row) => row.inbound === inbound);
    if (!isServed(heard.answer)) continue;
    if (isJoined) return { ...heard, place, isJoined };
    second ??= heard.calls > 0 ? { ...heard, place, isJoined } : null;
  }
  return second;
}

interface Heard {
  readonly answer: Asked;
  /** Calls to any model while it was answered. */
  readonly calls: number;
}

async function hear(healthy: Healthy, options: LearnOptions, request: JourneyRequest): Promise<Heard> {
  const before = callsOf(healthy);
  const { url } = healthy.subject;
  // As users will send it; the token beside it is never the one that is looked for.
  const { path, ...sent } = composer({ name: 'learnt', request }, url, process.env)(questionNumber(0));
  const answer = await ask({
    ...sent,
    url: addressAt(url, path),
    patience: PATIENCE,
    signal: options.signal,
  });
  refuseIfStopped(options.signal);
  // Work that is put off calls the model after its acknowledgement.
  const waits = (answer.status === ACCEPTED ? LATE : SOON) / APART;
  for (let tries = 0; tries < waits && callsOf(healthy) === before; tries += 1) await sleep(APART);
  // The app may answer a moment before our side of its call has ended.
  for (let tries = 0; tries < 50 && healthy.mocks.openAttempts() > 0; tries += 1) await sleep(APART);
  return { answer, calls: callsOf(healthy) - before };
}

function questionNumber(index: number): ReturnType<typeof drawQuestion> {
  return drawQuestion(randomOf(1).at('learn').at(index));
}

function callsOf({ mocks }: Healthy): number {
  return [...mocks.addresses.keys()].reduce((sum, name) => sum + mocks.calls(name), 0);
}

function calledIn(
  { mocks, attempts }: Healthy,
  upstreams: readonly Upstream[],
  heard: { readonly callers: Callers; readonly tools: ToolsHeard },
): readonly Called[] {
  const order = [...attempts].sort((one, other) => one.started - other.started).map((row) => row.upstream);
  return [...new Set(order)].flatMap((name) => {
    const upstream = upstreams.find((one) => one.name === name);
    const calls = mocks.calls(name);
    return upstream === undefined || calls === 0
      ? []
      : [
          {
            provider: upstream.provider,
            calls,
            callers: heard.callers.of(name),
            tools: upstream.model.tools === 'first' ? [] : heard.tools.of(name),
          },
        ];
  });
}

function refuseBad({ subject }: Healthy, { answer, calls }: Heard): void {
  if (isServed(answer)) return;
  const said = excerpt(answer.body);
  const how =
    answer.failure !== null ? `no whole answer (${answer.failure})` : `status ${answer.status ?? 'none'}`;
  throw new BrownoutError({
    code: 'refused',
    ending: 'not-testable',
    message: `the app answered the request as you gave it with ${how}${calls === 0 ? ', and called none of our mocks' : ''}${said === '' ? '' : `\n\n${said}`}${quoted(isRefusal(answer) ? [] : subject.lastWords())}`,
    hints: [
      'Does the same curl line work when you start the app by hand?',
      ...(calls > 0 ? [NOBODY_ELSE] : isRefusal(answer) ? [remedyFor(answer) ?? ITS_OWN] : WAYS_PAST),
    ],
  });
}

/** Said of the request itself, such as 404. */
function isRefusal({ status, failure }: Asked): boolean {
  return failure === null && status !== null && status < 500;
}

const NOBODY_ELSE = 'It ran behind healthy mocks, so that no provider is to blame.';
const ITS_OWN = 'It is the app that refuses: is that its path, its body and its type of content (-H)?';
const WAYS_PAST: readonly string[] = [
  'If so, it looks for its provider elsewhere. We set what the official SDKs read, such as ANTHROPIC_BASE_URL and OPENAI_BASE_URL (with /v1); a client that is built with its own base URL (in Java: without fromEnv()), or a .env file that wins, goes past that.',
  'An app that reads another variable must be told in its config:  upstreams: { primary: { provider: anthropic, env: { MY_URL: "{{url}}" } } }',
  "One that takes the address as a flag:  --start './app --url $ANTHROPIC_BASE_URL'",
  `Mocks speak ${providers.map(({ title }) => title).join(' and ')}. An app that calls anybody else finds none.`,
];

function noWatermark({ mocks }: Healthy, answer: Asked): BrownoutError {
  const remedy = remedyFor(answer);
  const called = [...mocks.addresses.keys()].filter((name) => mocks.calls(name) > 0);
  return new BrownoutError({
    code: 'no-watermark',
    ending: 'not-testable',
    message: `the app called ${called.join(' and ')}, but nothing of the model's words is in its answer\n\nstatus ${answer.status ?? 'none'}: ${excerpt(answer.body)}`,
    hints: [
      ...(remedy === null ? [] : [remedy]),
      'If the app puts the work off and answers later, no address in this answer showed the model’s words. Write the journey by hand, with  queued: { poll: { path: "/status/{{job}}", job: /id }, done: /output, failed: /error }  : which address to ask, and where the finished answer or the error lies there.',
      'If users don’t wait for the model there, write it by hand with  needsModel: false.',
      'If it only ever shows what it made of the words (a label, a number), write it by hand with  answer: { at: /…, survives: none }.  brownout init  writes a config to begin with.',
    ],
  });
}
