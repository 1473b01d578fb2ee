/**
 * Before the first fault: does the subject's traffic go through our mocks? A run that doesn't know
 * says nothing, so it stops here, with the likely reasons.
 */
import { questionOf } from '../../catalog/arrivals/draw.js';
import { fillTemplate, fillText } from '../../catalog/arrivals/template.js';
import { excerpt } from '../../catalog/answers/redact.js';
import { providerById } from '../../catalog/providers/shelf.js';
import type { Plan } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { RoutedUpstream } from '../../model/record.js';
import type { Journey } from '../../model/scenario.js';
import { resolveReferences } from '../../scenario/variables.js';
import type { Mocks, OpenInbounds, Subject } from '../contract.js';
import { ask, type Asked } from './ask.js';

/** Numbers of the questions before the run: no planned inbound gets that far. */
export const PREFLIGHT = 4_000_000_000;
const TRIES = 3;
const MOST_PATIENCE = 30_000;

export interface Preflight {
  readonly plan: Plan;
  readonly mocks: Mocks;
  readonly subject: Subject;
  readonly inbounds: OpenInbounds;
  readonly start: string | null;
  readonly signal: AbortSignal;
}

export async function proveRouting(flight: Preflight): Promise<readonly RoutedUpstream[]> {
  const { plan, mocks } = flight;
  const asked: { readonly journey: Journey; readonly answer: Asked }[] = [];
  let number = PREFLIGHT;
  for (const journey of plan.journeys.filter(({ needsModel, traffic }) => needsModel && traffic > 0)) {
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const answer = await askOnce(flight, journey, (number += 1));
      asked.push({ journey, answer });
      if (isServed(answer)) break;
    }
  }
  const trapped = mocks.trapped().find(({ calls }) => calls > 0);
  if (trapped !== undefined) throw wentElsewhere(flight, trapped.provider);
  const routing = routingOf(plan, mocks);
  if (routing.every(({ state }) => state === 'unproven'))
    throw notRouted(flight, asked.at(-1)?.answer ?? null);
  const unserved = asked.findLast(
    ({ journey }) => !asked.some((one) => one.journey === journey && isServed(one.answer)),
  );
  if (unserved !== undefined) throw notHealthy(unserved.journey, unserved.answer);
  return routing;
}

export function routingOf(plan: Plan, mocks: Mocks): readonly RoutedUpstream[] {
  return plan.upstreams.map(({ name }) => {
    const calls = mocks.calls(name);
    return { upstream: name, state: calls > 0 ? 'proven' : 'unproven', calls };
  });
}

async function askOnce(flight: Preflight, journey: Journey, number: number): Promise<Asked> {
  const { token, prompt } = questionOf(flight.plan, number);
  flight.inbounds.opened(number, token, 0);
  try {
    const values = { id: token, prompt };
    const { method, path, headers, body } = journey.request;
    return await ask({
      method,
      url: new URL(fillText(resolved(path), values), flight.subject.url),
      headers: {
        ...(body.kind === 'json' ? { 'content-type': 'application/json' } : {}),
        ...Object.fromEntries(
          Object.entries(headers).map(([name, value]) => [name, fillText(resolved(value), values)]),
        ),
        'x-request-id': token,
      },
      body:
        body.kind === 'none'
          ? null
          : body.kind === 'json'
            ? resolved(JSON.stringify(fillTemplate(body.value, values)))
            : fillText(resolved(body.text), values),
      patience: Math.min(journey.patience, MOST_PATIENCE),
      signal: flight.signal,
    });
  } finally {
    flight.inbounds.ended(number, 0);
  }
}

function resolved(text: string): string {
  const checked = resolveReferences(text, process.env);
  if (checked.ok) return checked.value;
  throw new BrownoutError({
    code: 'unset-variable',
    ending: 'usage',
    message: checked.problems.map(({ message }) => message).join('; '),
    hints: checked.problems.flatMap(({ hints }) => hints),
  });
}

function isServed({ status, failure }: Asked): boolean {
  return failure === null && status !== null && status < 400;
}

function notRouted({ plan, mocks, subject, start }: Preflight, answer: Asked | null): BrownoutError {
  const [primary] = plan.upstreams;
  const address = primary === undefined ? undefined : mocks.addresses.get(primary.name);
  const variables = Object.keys(providerById(primary?.provider ?? '')?.env('') ?? {});
  const said = answer === null ? 'It was asked nothing.' : `It answered with ${toldOf(answer)}.`;
  return new BrownoutError({
    code: 'not-routed',
    ending: 'not-testable',
    message: `the app does not call our mocks\n\nThe app is up at ${subject.url.origin} and was asked a question, but nothing reached the\nmock of ${primary?.name ?? 'any upstream'} at ${address?.url ?? 'any address'}. ${said}`,
    hints:
      start === null
        ? [
            'An app that runs already must be told where our mocks are: give it fixed ports (upstreams.<name>.port) and the variables that  brownout up  prints, or let us start it:  --start "npm start"',
          ]
        : [
            `We set ${variables.slice(0, 2).join(', ')} for it. Likely reasons, most likely first:`,
            '1. the client is built with its own base URL:  grep -rniE "base_?url" src',
            '2. a .env file is read after the environment and wins',
            `3. the app reads its address from another variable: upstreams.${primary?.name ?? 'primary'}.env`,
            `Try it alone:  brownout doctor --start "${start}"`,
            'Nothing was injected and nothing was graded.',
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

function notHealthy(journey: Journey, answer: Asked): BrownoutError {
  return new BrownoutError({
    code: 'not-healthy',
    ending: 'not-testable',
    message: `the app is not healthy before any fault: journey "${journey.name}" was answered with ${toldOf(answer)}`,
    hints: [
      `It was asked ${journey.request.method} ${journey.request.path}, with healthy providers. Is that its address, and its body?`,
      'Find it anew:  brownout learn "curl …"',
    ],
  });
}

function toldOf({ status, failure, body }: Asked): string {
  if (failure !== null) return `no whole response (${failure})`;
  return `status ${status ?? 'none'}${body === '' ? ' and no body' : `: ${excerpt(body)}`}`;
}
