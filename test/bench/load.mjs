// What the open engine promises, measured against an app in a
// process of its own. Alone: node test/bench/load.mjs, after npm run build.
import { fork } from 'node:child_process';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { measureFloor } from '../../dist/run/load/floor.js';
import { prepareLoad, startLoad } from '../../dist/run/load/start.js';

const RUNS = 9;
const SECONDS = 4;
const APP = fileURLToPath(new URL('./load-app.mjs', import.meta.url));

/** @typedef {{ what: string, against: string, measured: string, goal: string, ok: boolean }} Row */

/** @returns {Promise<Row[]>} */
export async function bench() {
  return [...(await arrivals()), ...(await freeze()), ...(await floor())];
}

async function arrivals() {
  const runs = [];
  for (let round = 0; round < RUNS; round += 1)
    runs.push(await play({ perSecond: 500, seconds: SECONDS, freezes: false }));
  const of = (pick) => median(runs.map(pick));
  const lag = of(({ rows }) =>
    quantile(
      rows.map(({ sent, due }) => sent - due),
      0.99,
    ),
  );
  const sent = of(({ rows }) => rows.filter(({ end }) => end === 'complete').length / (500 * SECONDS));
  const slot = of(
    ({ rows }) =>
      fullestSlot(
        rows.map((row) => row.sent),
        10,
      ) / 5,
  );
  const cpu = of((run) => run.cpu);
  const against = `constant 500/s for ${SECONDS} s, median of ${RUNS}`;
  return [
    { what: 'arrivals: lag, p99', against, measured: ms(lag), goal: '3 ms', ok: lag <= 3 },
    {
      what: 'arrivals: sent',
      against,
      measured: share(sent),
      goal: 'within 1 %',
      ok: Math.abs(sent - 1) <= 0.01,
    },
    {
      what: 'arrivals: fullest 10 ms',
      against,
      measured: times(slot),
      goal: '4 times the mean',
      ok: slot <= 4,
    },
    { what: 'arrivals: CPU', against, measured: share(cpu), goal: 'a tenth of a core', ok: cpu <= 0.1 },
  ];
}

async function freeze() {
  const { rows } = await play({ perSecond: 200, seconds: 20, freezes: true });
  const latencies = rows.map(({ ended, due }) => ended - due);
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => quantile(latencies, share));
  const against = 'frozen 1 s in every 5 s, 200/s: arithmetic';
  return [
    { what: 'freeze: p50', against, measured: ms(p50), goal: 'about 1 ms', ok: p50 <= 2 },
    {
      what: 'freeze: p90',
      against,
      measured: ms(p90),
      goal: '500 ms within 10 %',
      ok: Math.abs(p90 - 500) <= 50,
    },
    {
      what: 'freeze: p99',
      against,
      measured: ms(p99),
      goal: '950 ms within 10 %',
      ok: Math.abs(p99 - 950) <= 95,
    },
  ];
}

async function floor() {
  const floors = [];
  for (let round = 0; round < RUNS; round += 1) floors.push(await measureFloor());
  // Unknown is as bad as it gets.
  const p50 = median(floors.map((each) => each?.p50 ?? Infinity));
  const p99 = median(floors.map((each) => each?.p99 ?? Infinity));
  const against = `zero-delay server, same process, 1,000/s, median of ${RUNS}`;
  return [
    { what: 'our own share of a latency: p50', against, measured: ms(p50), goal: '0.4 ms', ok: p50 <= 0.4 },
    { what: 'our own share of a latency: p99', against, measured: ms(p99), goal: '2 ms', ok: p99 <= 2 },
  ];
}

async function play({ perSecond, seconds, freezes }) {
  const app = fork(APP, freezes ? ['freezes'] : []);
  try {
    const port = await new Promise((resolve) => app.once('message', resolve));
    const plan = planOf(perSecond, seconds * 1_000, freezes ? 'poisson' : 'constant');
    await prepareLoad(plan);
    await run(plan, port, 500);
    if (freezes) app.send('freeze');
    const before = process.cpuUsage();
    const began = performance.now();
    const rows = await run(plan, port, Infinity);
    const { user, system } = process.cpuUsage(before);
    return { rows, cpu: (user + system) / 1_000 / (performance.now() - began) };
  } finally {
    app.kill();
  }
}

/** `most` inbounds warm up the code. */
async function run(plan, port, most) {
  const rows = [];
  const stop = new AbortController();
  const began = performance.now() + 50;
  await startLoad({
    plan,
    target: new URL(`http://127.0.0.1:${port}`),
    clock: { now: () => performance.now() - began },
    inbounds: { opened() {}, ended() {}, withToken: () => [], journeyOf: () => 'ask' },
    findMinted: () => null,
    signal: stop.signal,
    onResponse: (row) => {
      rows.push(row);
      if (rows.length >= most) stop.abort();
    },
  }).done;
  return rows;
}

function planOf(value, closes, rule) {
  const request = {
    method: 'POST',
    path: '/',
    headers: {},
    body: { kind: 'json', value: { q: '{{prompt}}' } },
  };
  const journey = {
    ...{
      name: 'ask',
      request,
      needsModel: false,
      stream: { format: 'none' },
      degraded: [],
      queued: null,
      effects: null,
    },
    answer: { at: '', survives: 'none', part: false, schema: null },
    ...{ error: { at: '', codes: [] }, deadline: 3_000, patience: 30_000, weight: 1, traffic: 1 },
  };
  const load = { kind: 'open', rate: { kind: 'per-second', value }, arrivals: rule };
  return {
    ...{ format: 1, seed: 1, upstreams: [], windows: [], expect: [], abort: [] },
    ...{ proxies: [], network: [], cohorts: [], delays: 'thrifty' },
    scenario: { name: 'bench', title: '', story: '', sources: [], hash: '' },
    inputs: { quick: false, capacity: null },
    journeys: [journey],
    prompts: { pool: 0, repeat: 0 },
    phases: [{ name: 'all', role: 'baseline', opens: 0, closes, load }],
    arrivals: { kind: 'open', rule, count: 0, hash: '' },
    limits: { drain: 5_000, bodyBytes: 1e6, inbounds: 1e6, attempts: 0, openSockets: 5_000 },
  };
}

function fullestSlot(times, width) {
  const slots = new Map();
  for (const time of times)
    slots.set(Math.floor(time / width), (slots.get(Math.floor(time / width)) ?? 0) + 1);
  return Math.max(...slots.values());
}

function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
}

const median = (values) => quantile(values, 0.5);
const ms = (value) => `${value.toFixed(2)} ms`;
const share = (value) => `${(value * 100).toFixed(1)} %`;
const times = (value) => `${value.toFixed(1)} times`;

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.table(await bench());
}
