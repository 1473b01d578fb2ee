/**
 * Before the first fault: does the subject's traffic go through our mocks? A run that doesn't know
 * says nothing, so it stops here, with the likely reasons.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { questionOf } from '../../../catalog/arrivals/draw.js';
import { excerpt } from '../../../catalog/answers/redact.js';
import { readWatermark } from '../../../catalog/answers/watermark.js';
import { providerById } from '../../../catalog/providers/shelf.js';
import type { Plan } from '../../../model/plan.js';
import { BrownoutError } from '../../../model/problem.js';
import type { RoutedUpstream } from '../../../model/record.js';
import type { Journey } from '../../../model/scenario.js';
import { addressAt } from '../../address.js';
import type { Address, Mocks, Subject } from '../../contract.js';
import { composer } from '../../load/outgoing.js';
import type { InboundBook } from '../../record/open-inbounds.js';
import { quoted } from '../../subject/unready.js';
import { ask, type Asked } from './ask.js';
import { isPacked, isServed, remedyFor } from './refusal.js';
import { hearUnspoken, type Unspoken } from './unspoken.js';

/** Numbers of the questions before the run: no planned inbound gets that far. */
export const PREFLIGHT = 4_000_000_000;
const TRIES = 3;
const MOST_PATIENCE = 30_000;
const APART = 50;
const LOOKS = 40;

export interface Preflight {
  readonly plan: Plan;
  readonly mocks: Mocks;
  /** What the app was told, by the name of the upstream: its mock, or the proxy in front of it. */
  readonly addresses: ReadonlyMap<string, Address>;
  readonly subject: Subject;
  readonly inbounds: InboundBook;
  readonly start: string | null;
  readonly signal: AbortSignal;
}

export async function proveRouting(flight: Preflight): Promise<readonly RoutedUpstream[]> {
  const unspoken = hearUnspoken(flight.plan.upstreams, flight.mocks.addresses);
  try {
    return await proven(flight, unspoken);
  } finally {
    unspoken.end();
  }
}

async function proven(flight: Preflight, unspoken: Unspoken): Promise<readonly RoutedUpstream[]> {
  const { plan, mocks } = flight;
  const asked: Canary[] = [];
  let number = PREFLIGHT;
  for (const journey of plan.journeys.filter(({ needsModel, traffic }) => needsModel && traffic > 0)) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const canary = await askOnce(flight, journey, (number += 1));
      refuseIfStopped(flight.signal);
      asked.push(canary);
      if (isUsable(canary.answer)) break;
    }
  }
  const isSeen = await isSeenSoon(flight, asked);
  const trapped = mocks.trapped().find(({ calls }) => calls > 0);
  if (trapped !== undefined) throw wentElsewhere(flight, trapped.provider);
  const unserved = asked.findLast(
    ({ journey }) => !asked.some((one) => one.journey === journey && isUsable(one.answer)),
  );
  const notSpoken = unserved !== undefined || unspoken.isAll() ? unspoken.error() : null;
  if (notSpoken !== null) throw notSpoken;
  if (!isSeen) throw notRouted(flight, asked.at(-1)?.answer ?? null);
  if (unserved !== undefined) throw notHealthy(flight, unserved);
  return routingOf(plan, mocks);
}

/** Who answers first and calls then is given the time to. */
async function isSeenSoon(flight: Preflight, asked: readonly Canary[]): Promise<boolean> {
  for (let look = 0; look < LOOKS; look += 1) {
    if (asked.some((canary) => isRouted(flight, canary))) return true;
    if (asked.length === 0 || flight.mocks.trapped().some(({ calls }) => calls > 0)) break;
    await sleep(APART);
    refuseIfStopped(flight.signal);
  }
  return false;
}

export interface Canary {
  readonly journey: Journey;
  readonly token: string;
  readonly answer: Asked;
}

/** Somebody else may call our mocks too: what counts is our question there, or their words in the answer. */
function isRouted({ inbounds, mocks }: Preflight, { token, answer }: Canary): boolean {
  return (
    inbounds.wasSought(token) ||
    readWatermark(answer.body).nonces.some((nonce) => mocks.findMinted(nonce) !== null)
  );
}

export function refuseIfStopped(signal: AbortSignal): void {
  if (!signal.aborted) return;
  throw new BrownoutError({
    code: 'interrupted',
    ending: 'interrupted',
    message: 'stopped before anything was played',
  });
}

export function routingOf(plan: Plan, mocks: Mocks): readonly RoutedUpstream[] {
  return plan.upstreams.map(({ name }) => {
    const calls = mocks.calls(name);
    return { upstream: name, state: calls > 0 ? 'proven' : 'unproven', calls };
  });
}

type Asking = Pick<Preflight, 'plan' | 'inbounds' | 'signal'> & { readonly subject: Pick<Subject, 'url'> };

/** As a user would, before there are any. */
export async function askOnce(flight: Asking, journey: Journey, number: number): Promise<Canary> {
  // Never one of the pool: a user who asks the same later must not find our answer in a cache.
  const { token, prompt } = questionOf({ ...flight.plan, prompts: { pool: 0, repeat: 0 } }, number);
  flight.inbounds.opened(number, token, 0);
  try {
    const { url } = flight.subject;
    const { path, ...sent } = composer(journey, url, process.env)({ token, prompt });
    const answer = await ask({
      ...sent,
      url: addressAt(url, path),
      patience: Math.min(journey.patience, MOST_PATIENCE),
      signal: flight.signal,
    });
    const canary = { journey, token, answer };
    await untilBegun(flight, canary);
    return canary;
  } finally {
    flight.inbounds.ended(number, 0);
  }
}

/** Work that was put off calls the model after its acknowledgement. */
async function untilBegun({ inbounds, signal }: Asking, { journey, token, answer }: Canary): Promise<void> {
  const { queued } = journey;
  if (queued === null || answer.status !== queued.status) return;
  const tries = Math.min(queued.within, MOST_PATIENCE) / APART;
  for (let tried = 0; tried < tries && !inbounds.wasSought(token) && !signal.aborted; tried += 1)
    await sleep(APART);
}

function isUsable(answer: Asked): boolean {
  return isServed(answer) && !isPacked(answer);
}

function notRouted(
  { plan, mocks, addresses, subject, start }: Preflight,
  answer: Asked | null,
): BrownoutError {
  const [primary] = plan.upstreams;
  const address = addresses.get(primary?.name ?? '');
  const variables = Object.keys(providerById(primary?.provider ?? '')?.env('') ?? {});
  const said = answer === null ? 'It was asked nothing.' : `It answered with ${toldOf(answer)}.`;
  const others = plan.upstreams.reduce((sum, { name }) => sum + mocks.calls(name), 0);
  const seen =
    others === 0
      ? `nothing reached the mock of ${primary?.name ?? 'any upstream'} at ${address?.url ?? 'any address'}.`
      : `none of the ${others} calls that reached our mocks carried it, nor are their words in the answer.`;
  const remedy = answer === null ? null : remedyFor(answer);
  return new BrownoutError({
    code: 'not-routed',
    ending: 'not-testable',
    message: `the app does not call our mocks\n\nThe app is up at ${subject.url.origin} and was asked a question, but ${seen} ${said}`,
    hints: [
      ...(remedy === null ? [] : [remedy, 'If that is not it, it may call somebody else.']),
      ...(start === null
        ? [
            'An app that runs already must be told where our mocks are: give it fixed ports (upstreams.<name>.port) and the variables that  brownout up  prints, or let us start it:  --start "npm start"',
          ]
        : [
            `We set ${variables.slice(0, 2).join(', ')} for it. Likely reasons, most likely first:`,
            '1. the client is built with its own base URL, or in Java without fromEnv():  grep -rniE "base_?url|okhttpclient" src',
            '2. a .env file is read after the environment and wins',
            `3. the app reads its address from another variable: upstreams.${primary?.name ?? 'primary'}.env`,
            `4. the app takes its address as a flag: write  --url $${variables[0] ?? 'ANTHROPIC_BASE_URL'}  into its start command`,
            `Try it alone:  brownout doctor --start "${start}"`,
            'Nothing was injected and nothing was graded.',
          ]),
    ],
  });
}

function wentElsewhere({ plan }: Preflight, provider: string): BrownoutError {
  const title = providerById(provider)?.title ?? provider;
  return new BrownoutError({
    code: 'trapped',
    ending: 'not-testable',
    message: `the app calls ${title}, which the scenario doesn't name`,
    hints: [
      `The scenario knows ${plan.upstreams.map(({ name, provider: id }) => `${name} (${id})`).join(', ')}.`,
      `Name it in the config or the scenario:  upstreams: { primary: { provider: ${provider} } }`,
      'Nothing was injected and nothing was graded.',
    ],
  });
}

function notHealthy({ subject }: Preflight, { journey, answer }: Canary): BrownoutError {
  return new BrownoutError({
    code: 'not-healthy',
    ending: 'not-testable',
    message: `the app is not healthy before any fault: journey "${journey.name}" was answered with ${toldOf(answer)}${quoted(subject.lastWords())}`,
    hints: [
      `It was asked ${journey.request.method} ${journey.request.path}, with healthy providers. ${remedyFor(answer) ?? 'Is that its address, and its body?'}`,
      'Find it anew:  brownout learn "curl …"',
    ],
  });
}

export function toldOf({ status, failure, body }: Asked): string {
  if (failure !== null) return `no whole response (${failure})`;
  return `status ${status ?? 'none'}${body === '' ? ' and no body' : `: ${excerpt(body)}`}`;
}
