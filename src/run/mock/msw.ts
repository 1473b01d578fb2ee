/**
 * The same providers, windows and watermarks as MSW handlers, for suites that run in one process with
 * the app. There is no socket: a reset is a network error, and nobody waits for a server.
 */
import { http, HttpResponse, type HttpHandler } from 'msw';
import type { WirePlan, WireRequest } from '../../model/wire.js';
import type { MockOptions } from '../contract.js';
import { startWheel, type Wheel } from '../wheel.js';
import type { Desk } from './desk.js';
import type { Ledger } from './ledger.js';
import { BODY_LIMIT } from './listener.js';
import { desksOf, ledgerOfRun, TOO_LARGE } from './mocks.js';
import type { Ending } from './outcome.js';
import type { Outlet } from './outlet.js';
import { Performance } from './performance.js';

export interface MswOptions extends MockOptions {
  /** Where the app thinks its upstreams are, such as `https://api.anthropic.com`, by their names. */
  readonly urls: ReadonlyMap<string, string>;
}

export interface MswMocks {
  /** For `setupServer(...handlers)` or `getResponse(handlers, request)`. */
  readonly handlers: HttpHandler[];
  close(): void;
}

export function startMswMocks(options: MswOptions): MswMocks {
  const { clock, urls } = options;
  const ledger = ledgerOfRun(options);
  const wheel = startWheel(clock);
  const handlers = [...desksOf(options, ledger)].flatMap(([name, desk]) => {
    const url = urls.get(name);
    if (url === undefined) return [];
    return [http.all(`${url}/*`, ({ request }) => answer(request, { desk, ledger, wheel, clock }))];
  });
  return { handlers, close: () => wheel.close() };
}

interface House {
  readonly desk: Desk;
  readonly ledger: Ledger;
  readonly wheel: Wheel;
  readonly clock: MockOptions['clock'];
}

async function answer(request: Request, house: House): Promise<Response> {
  const asked = await wireRequestOf(request);
  const isTooLarge = asked.body.length > BODY_LIMIT;
  const decision = isTooLarge ? house.desk.refused(asked, TOO_LARGE) : house.desk.decide(asked);
  if (decision.kind === 'side') return performed(decision.plan, { request, house, onEnd: () => undefined });
  const onEnd = (ending: Ending): void => house.ledger.ended(decision.attempt, ending);
  return performed(decision.plan, { request, house, onEnd });
}

async function wireRequestOf(request: Request): Promise<WireRequest> {
  return {
    method: request.method,
    path: new URL(request.url).pathname,
    headers: Object.fromEntries(request.headers),
    body: await request.text(),
  };
}

interface Show {
  readonly request: Request;
  readonly house: House;
  readonly onEnd: (ending: Ending) => void;
}

/** Resolves with the head; what follows it is said through the body's stream. */
function performed(plan: WirePlan, { request, house, onEnd }: Show): Promise<Response> {
  const { wheel, clock } = house;
  return new Promise((resolve) => {
    const outlet = responseOutlet(resolve, () => performance.leave());
    const performance = new Performance(plan, clock.now(), {
      outlet,
      wheel,
      clock,
      onEnd,
      onHang: () => undefined,
    });
    request.signal.addEventListener('abort', () => performance.leave(), { once: true });
    performance.ring(clock.now());
  });
}

function responseOutlet(respond: (response: Response) => void, onCancel: () => void): Outlet {
  const encoder = new TextEncoder();
  let body: ReadableStreamDefaultController<Uint8Array> | null = null;
  let isEnding = false;
  const broken = (): void => {
    if (body === null) respond(HttpResponse.error());
    else body.error(new TypeError('terminated'));
  };
  // An error throws away what wasn't read yet, and a connection's end doesn't.
  const endedEarly = (): void => {
    isEnding = true;
    if (body === null || (body.desiredSize ?? 0) > 0) broken();
  };
  return {
    framing: () => 'none',
    send: () => undefined,
    head: (status, headers) => {
      const stream = new ReadableStream<Uint8Array>({
        start: (controller) => {
          body = controller;
        },
        pull: () => {
          if (isEnding) broken();
        },
        cancel: onCancel,
      });
      respond(new Response(stream, { status, headers }));
    },
    whole: (status, headers, text) => respond(new Response(text, { status, headers })),
    write: (text) => body?.enqueue(encoder.encode(text)),
    end: () => body?.close(),
    fin: endedEarly,
    reset: broken,
    together: (say) => say(),
  };
}
