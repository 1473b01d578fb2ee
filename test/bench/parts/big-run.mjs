// A run's folder of any size, written as a run writes it: an outage of the first of two providers, which
// some users survive by a retry, some by the second provider, and some don't.
import { createRunFolder, writeFacts } from '../../../dist/run/record/folder.js';
import { openJournal } from '../../../dist/run/record/journal.js';
import { randomOf } from '../../../dist/kit/random.js';
import { constant } from './mock-plan.mjs';

const SEED = 20261121;
const PER_SECOND = 500;
const ROLES = ['baseline', 'outage', 'recovery'];

export async function writeBigRun(folder, inbounds) {
  const plan = bigPlan(inbounds);
  await createRunFolder(folder, plan);
  const journal = await openJournal({ folder });
  const rows = { responses: 0, attempts: 0 };
  for (let inbound = 0; inbound < inbounds; inbound += 1) {
    const { response, attempts } = inboundOf(plan, inbound, rows.attempts);
    for (const attempt of attempts) journal.attempt(attempt);
    journal.response(response);
    rows.responses += 1;
    rows.attempts += attempts.length;
    // A run has time to write between its rows; without this all of it would wait in memory.
    if (inbound % 2_000 === 1_999) await new Promise((resolve) => setTimeout(resolve, 15));
  }
  await journal.close();
  await writeFacts(folder, factsOf(plan, journal.counts()));
  return rows;
}

/** The same rows, in memory: one response and its first attempt for each inbound. */
export function rowsOf(inbounds) {
  const plan = bigPlan(inbounds);
  const made = Array.from({ length: inbounds }, (_, inbound) => inboundOf(plan, inbound, inbound));
  return {
    responses: made.map(({ response }) => response),
    attempts: made.flatMap(({ attempts }) => attempts.slice(0, 1)),
  };
}

function inboundOf(plan, inbound, firstAttempt) {
  const random = randomOf(SEED).at('row', inbound).unit();
  const due = micros((inbound * 1_000) / PER_SECOND);
  const { name: phase, role } = plan.phases.find(({ closes }) => due < closes) ?? plan.phases[2];
  const isDown = role === 'outage' && random < 0.6;
  const isSaved = random < 0.4;
  const took = micros(300 + random * 900 + (isDown ? 400 : 0));
  const tries = isDown ? [failed('claude'), isSaved ? passed('gpt') : failed('claude')] : [passed('claude')];
  const attempts = tries.map((tried, index) => {
    const started = micros(due + 2 + (index * took) / 2);
    const ended = micros(started + took / (index + 2));
    return attemptOf(tried, { id: firstAttempt + index, inbound, ordinal: index + 1, started, ended });
  });
  const got = isDown ? (isSaved ? 'alt' : 'honest-error') : 'full';
  return { response: responseOf({ inbound, phase, due, took, got }), attempts };
}

// Written out, as a run does: an object made by spreading many fields is slow to read.
function responseOf({ inbound, phase, due, took, got }) {
  return {
    kind: 'response',
    inbound,
    journey: 'ask',
    phase,
    due,
    sent: micros(due + 0.3),
    firstByte: micros(due + took / 2),
    firstContent: got === 'honest-error' ? null : micros(due + took / 2),
    ended: micros(due + took),
    end: 'complete',
    status: got === 'honest-error' ? 503 : 200,
    class: got,
    from: { full: 'claude', alt: 'gpt' }[got] ?? null,
    bytes: 420,
    marked: false,
    age: null,
    why: null,
    cohort: null,
  };
}

function attemptOf(tried, { id, inbound, ordinal, started, ended }) {
  return {
    kind: 'attempt',
    id,
    inbound,
    also: [],
    call: inbound,
    upstream: tried.upstream,
    ordinal,
    started,
    ended,
    endedBy: 'mock',
    outcome: tried.outcome,
    status: tried.status,
    faults: tried.faults,
    retryAfter: null,
    model: tried.model,
    tokensIn: 212,
    tokensOut: tried.tokensOut,
    firstToken: tried.outcome === 'ok' ? micros(started + 120) : null,
    retryCount: ordinal - 1,
    body: 1,
    gateway: null,
  };
}

const passed = (upstream) => ({
  ...{ upstream, model: `${upstream}-1`, outcome: 'ok', status: 200, faults: [], tokensOut: 180 },
});
const failed = (upstream) => ({
  ...{ upstream, model: `${upstream}-1`, outcome: 'http-error', status: 529, faults: ['w1'], tokensOut: 0 },
});
const micros = (ms) => Math.round(ms * 1_000) / 1_000;

function bigPlan(inbounds) {
  const third = Math.ceil((inbounds * 1_000) / PER_SECOND / 3);
  const load = { kind: 'open', rate: { kind: 'per-second', value: PER_SECOND }, arrivals: 'constant' };
  return {
    ...{ format: 1, seed: SEED, inputs: { quick: false, capacity: null } },
    scenario: { name: 'bench', title: 'A big run', story: '', sources: [], hash: 'h' },
    upstreams: ['claude', 'gpt'].map(upstreamOf),
    journeys: [journeyOf()],
    prompts: { pool: 10, repeat: 0 },
    phases: ROLES.map((role, index) => {
      return { name: role, role, opens: index * third, closes: (index + 1) * third, load };
    }),
    windows: [windowFrom(third)],
    ...{ proxies: [], network: [], cohorts: [], delays: 'thrifty', expect: [], abort: [] },
    arrivals: { kind: 'open', rule: 'constant', count: inbounds, hash: 'h' },
    limits: { drain: 10_000, bodyBytes: 1e6, inbounds: 1e7, attempts: 1e7, openSockets: 1e4 },
  };
}

function upstreamOf(name) {
  return {
    ...{ name, provider: 'anthropic', port: 0, env: {}, capacity: { kind: 'unlimited' } },
    model: { firstToken: constant(120), tokens: constant(180), speed: constant(80), tools: 'forced' },
    quota: { requestsPerMinute: null, tokensPerMinute: null, countsFailures: true },
  };
}

function journeyOf() {
  return {
    ...{ name: 'ask', request: { method: 'POST', path: '/', headers: {}, body: { kind: 'none' } } },
    ...{ needsModel: true, stream: { format: 'none' }, degraded: [], error: { at: '/error', codes: [] } },
    answer: { at: '/answer', survives: 'words', part: false, schema: null },
    ...{ queued: null, effects: null, deadline: 3_000, patience: 30_000, weight: 1, traffic: 1 },
  };
}

function windowFrom(third) {
  return {
    ...{ id: 'w1', phase: 'outage', on: 'claude', fault: 'status', params: { status: 529 } },
    ...{ share: { from: 0.6, to: 0.6, over: 0 }, schedule: { kind: 'constant' }, opens: third },
    match: { model: null, stream: null, journey: null, header: {}, attempt: null, cohort: null },
    ...{ closes: 2 * third, release: false, optional: false, together: null },
  };
}

function factsOf(plan, counts) {
  return {
    ...{ format: 1, brownout: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z', seed: plan.seed },
    subject: { name: 'bench', url: 'http://127.0.0.1:1', start: null, died: null },
    machine: { node: process.version, platform: process.platform, cores: 2, memoryMb: 4_096 },
    routing: plan.upstreams.map(({ name }) => ({ upstream: name, state: 'proven', calls: counts.attempts })),
    windows: [{ window: 'w1', calls: counts.attempts, matched: 9, fired: 9, otherModels: [] }],
    ...{ trapped: [], network: [], counts, floor: null, calibration: null, checks: [] },
    ...{ ending: { kind: 'completed' }, lastWords: [] },
  };
}
