// How late the tokens of many streams arrive, each against its absolute due time: the start of its
// stream, the first token's wait, and so many gaps; and how early or late an injected delay is.
import { execFile } from 'node:child_process';
import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { bodyOf } from './parts/mock-plan.mjs';
import { compiled, median, pin, quantile, startPart } from './parts/processes.mjs';

const SAMPLED = 400;
const FIRST_TOKEN = 500;
/** A thousand connections a second: opening them is not what is measured. */
const rampOf = (streams) => Math.max(3000, streams);
const SECONDS = 4;
const RUNS = 9;
const OURS = './stream-server.mjs';
/** What Node and the kernel leave to anybody. */
const BARE = './bare-streams.mjs';
const CASES = [
  { streams: 1000, speed: 50, goal: 5 },
  { streams: 1500, speed: 50, goal: 10 },
  { streams: 10_000, speed: 5, goal: 5 },
];
const DELAYS = [1, 5, 20, 100];
const now = () => Number(process.hrtime.bigint()) / 1e6;

export async function bench() {
  pin(process.pid, 1);
  const rows = [];
  const client = compiled('streams.c');
  if (client === null) rows.push(absent('no C compiler for the client'));
  else {
    for (const each of CASES) rows.push(await lateness(client, each));
    rows.push(await drift(client));
    client.remove();
  }
  rows.push(...(await delayed()), ...(await delayed('precise')));
  rows.push(await crowded('precise'));
  return rows;
}

function absent(why) {
  return {
    what: 'streams',
    against: 'absolute due times',
    measured: `not measured: ${why}`,
    goal: '',
    ok: true,
  };
}

async function lateness(client, { streams, speed, goal }) {
  const [runs, bare] = [[], []];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push(await oneOf(client, { streams, speed, server: OURS }));
    bare.push(await oneOf(client, { streams, speed, server: BARE }));
  }
  const of = (pick, from = runs) => median(from.map(pick));
  const p99 = of((run) => run.p99);
  const lost = runs.reduce((sum, run) => sum + run.lost, 0);
  // Others on this machine make tokens late too: how long we stood in line for a core, and what a server that does
  // nothing but write is late, say how much.
  const ending = `${of((run) => run.ending).toFixed(1)} in the second after the first end`;
  const load = `${of(({ cpu }) => cpu).toFixed(1)} µs of CPU a token, ${Math.round(100 * of(({ starved }) => starved))} % of the time without a core`;
  const floor = `a bare server ${of((run) => run.p99, bare).toFixed(1)} ms, ${of((run) => run.ending, bare).toFixed(1)} at the first end, and ${of(({ cpu }) => cpu, bare).toFixed(1)} µs`;
  return {
    what: `${streams} streams at ${speed} tokens/s, p99 lateness of a token`,
    against: `absolute due times, median of ${RUNS}`,
    measured: `${p99.toFixed(1)} ms (p50 ${of(({ p50 }) => p50).toFixed(1)}, ${ending}, ${load}${lost > 0 ? `, ${lost} LOST` : ''}; ${floor})`,
    goal: `at most ${goal} ms`,
    ok: p99 <= goal && lost === 0,
  };
}

async function oneOf(client, { streams, speed, server }) {
  const { late, cpu, lost, starved, firstEnd } = await streamed(client, {
    streams,
    speed,
    seconds: SECONDS,
    server,
  });
  const of = (share, from, to) => {
    const part = late.filter(({ due }) => due >= from && due < to).map(({ ms }) => ms);
    return quantile(
      part.sort((a, b) => a - b),
      share,
    );
  };
  const [p50, p99] = [of(0.5, 0, firstEnd), of(0.99, 0, firstEnd)];
  return { p50, p99, ending: of(0.99, firstEnd, firstEnd + 1000), cpu, lost, starved };
}

async function drift(client) {
  const seconds = 60;
  const { late } = await streamed(client, { streams: 100, speed: 50, seconds });
  const at = (from, to) => {
    const part = late.filter(({ token }) => token >= from * 50 && token < to * 50).map(({ ms }) => ms);
    return quantile(
      part.sort((a, b) => a - b),
      0.5,
    );
  };
  const grown = ((at(seconds - 10, seconds) - at(1, 11)) * 60) / (seconds - 11);
  return {
    what: 'drift of 100 streams over a minute',
    against: 'absolute due times',
    measured: `${grown.toFixed(2)} ms a minute`,
    goal: 'under 1 ms',
    ok: Math.abs(grown) < 1,
  };
}

/**
 * From a second after the last stream was opened, which they are over a while; all are open until `firstEnd`. What comes
 * after it is told apart: a process that has never seen a stream end has to compile its way anew when the first one does.
 */
async function streamed(client, { streams, speed, seconds, server: part = OURS }) {
  const ramp = rampOf(streams);
  const tokens = Math.round(speed * (seconds + ramp / 1000));
  // The watermark's header and end mark are tokens too.
  const server = await startPart(part, {
    tokens: tokens - 2,
    speed,
    firstToken: FIRST_TOKEN,
  });
  const before = await server.ask('cpu');
  const began = now();
  const { arrivals, waited } = await clientOf(client, server.port, { streams, ramp });
  await sleep(200);
  const after = await server.ask('cpu');
  const starts = new Map(await server.ask('starts'));
  await server.stop();
  const cpu = (after.us - before.us) / (streams * tokens);
  const starved = Math.max(after.waited - before.waited, waited) / (now() - began);
  return {
    ...latenessOf(Object.entries(arrivals), starts, { speed, tokens, from: began + ramp + 1000 }),
    cpu,
    starved,
  };
}

/** On the core of this process, which waits meanwhile. */
function clientOf({ program }, port, { streams, ramp }) {
  const body = JSON.stringify({ ...JSON.parse(bodyOf('x', true)), model: 'MODEL' });
  const words = [port, streams, ramp, Math.ceil(streams / SAMPLED), body].map(String);
  return new Promise((resolve, reject) => {
    execFile(program, words, { maxBuffer: 1e9 }, (error, out) =>
      error === null ? resolve(JSON.parse(out)) : reject(error),
    );
  });
}

function latenessOf(arrivals, starts, { speed, tokens, from }) {
  const late = [];
  let lost = 0;
  for (const [model, times] of arrivals) {
    const first = starts.get(model) + FIRST_TOKEN;
    lost += tokens - times.length;
    for (const [token, at] of times.entries()) {
      const due = first + (token * 1000) / speed;
      if (due >= from) late.push({ token, due, ms: at - due });
    }
  }
  const firstEnd = Math.min(...starts.values()) + FIRST_TOKEN + ((tokens - 1) * 1000) / speed;
  return { late, lost, firstEnd };
}

/** A delay over the undelayed answer of the same server, which its own way there and back takes. */
async function delayed(mode = 'thrifty') {
  const server = await startPart(OURS, {
    tokens: 5,
    speed: 1e12,
    firstToken: 0,
    delays: DELAYS,
    mode,
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = bodyOf('x');
  const times = new Map([0, ...DELAYS].map((ms) => [ms, []]));
  for (let round = 0; round < 150; round += 1) {
    for (const ms of times.keys()) {
      await sleep(Math.random() * 3);
      const took = await timed(server.port, { agent, body, ms });
      if (round >= 30) times.get(ms).push(took);
    }
  }
  agent.destroy();
  await server.stop();
  const middle = (ms) => median(times.get(ms));
  return DELAYS.map((ms) => {
    const earliest = Math.min(...times.get(ms)) - ms;
    const late = middle(ms) - middle(0) - ms;
    return {
      what: `injected delay of ${ms} ms${mode === 'precise' ? ', precise, idle' : ''}`,
      against: 'asked, over the undelayed answer',
      measured: `p50 ${late.toFixed(2)} ms late; earliest ${earliest.toFixed(2)} ms after it was due`,
      goal: 'p50 at most 0.8 ms late, never 0.05 ms early',
      ok: late <= 0.8 && earliest >= -0.05,
    };
  });
}

const CROWD = 50;
const EVERY = 20;
const CROWDED = 10;

/** 2,500 delayed answers a second, and what the precision costs. */
async function crowded(mode) {
  const server = await startPart(OURS, {
    ...{ tokens: 5, speed: 1e12, firstToken: 0 },
    ...{ delays: [CROWDED], mode },
  });
  const body = bodyOf('x');
  const times = { 0: [], [CROWDED]: [] };
  let cpu = 0;
  for (const ms of [0, CROWDED, 0, CROWDED, 0, CROWDED]) {
    const from = await server.ask('cpu');
    const begun = now();
    await Promise.all(
      Array.from({ length: CROWD }, async (_, place) => {
        const agent = new Agent({ keepAlive: true, maxSockets: 1 });
        await sleep((place * EVERY) / CROWD);
        for (let due = now(); now() - begun < 3000; due += EVERY) {
          await sleep(Math.max(0, due - now()));
          const took = await timed(server.port, { agent, body, ms });
          if (now() - begun > 500) times[ms].push(took);
        }
        agent.destroy();
      }),
    );
    if (ms > 0) cpu = ((await server.ask('cpu')).us - from.us) / 1000 / (now() - begun);
  }
  await server.stop();
  const late = median(times[CROWDED]) - median(times[0]) - CROWDED;
  return {
    what: `injected delay of ${CROWDED} ms, ${mode}, 2,500/s`,
    against: 'asked, over the undelayed answer',
    measured: `p50 ${late.toFixed(2)} ms late; ${Math.round(cpu * 100)} % of a core`,
    goal: 'p50 at most 0.3 ms late',
    ok: late <= 0.3,
  };
}

function timed(port, { agent, body, ms }) {
  return new Promise((resolve, reject) => {
    const headers = { 'x-delay': String(ms), 'content-length': body.length };
    const from = now();
    const call = request({
      port,
      host: '127.0.0.1',
      method: 'POST',
      path: '/v1/chat/completions',
      agent,
      headers,
    });
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => resolve(now() - from));
    });
    call.on('error', reject);
    call.end(body);
  });
}
