// A JSON answer of a mock, with routing, correlation, three fault draws and the journal, against a
// node:http server that parses and gives the same bytes; and against other mocks, by their rate.
// Slices of one second alternate; each ratio is the median over pairs. Rates are answers a second of the
// server's own CPU, which is what it gives on a core of its own, whoever else is busy on this machine.
import { aimockUrl } from './parts/aimock.mjs';
import { compiled, median, pin, startPart } from './parts/processes.mjs';
import { pound } from './parts/pound.mjs';

const PAIRS = 11;
const CONNECTIONS = 20;
const SLICE_MS = 1000;

export async function bench() {
  pin(process.pid, 1);
  const client = compiled('pound.c');
  if (client === null) return [absent('no C compiler for the client')];
  const rows = [...(await beside(client)), ...(await memory(client))];
  client.remove();
  return rows;
}

function absent(why) {
  return { what: 'mock', against: 'raw node:http', measured: `not measured: ${why}`, goal: '', ok: true };
}

async function beside(client) {
  const ours = await startPart('./json-server.mjs', { kind: 'brownout' });
  const { bodies } = ours;
  const sample = await sampleOf(ours.port, bodies[0]);
  const raw = await startPart('./json-server.mjs', { kind: 'raw', sample });
  const others = await othersThatAreHere(sample);
  const servers = { ours, raw, ...others };
  for (const server of Object.values(servers)) await slice(client, server, { bodies, ms: 2000 });
  const slices = Object.fromEntries(Object.keys(servers).map((name) => [name, []]));
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const order = Object.keys(servers);
    if (pair % 2 === 1) order.reverse();
    for (const name of order) slices[name].push(await slice(client, servers[name], { bodies, ms: SLICE_MS }));
  }
  for (const server of Object.values(servers)) await server.stop();
  return rowsOf(slices);
}

function rowsOf({ ours, raw, ...others }) {
  const cpu = ratios(ours, raw, ({ us }) => us);
  const rate = ratios(ours, raw, ({ rate: one }) => one);
  const shown = `${figure(cpu)} × (${median(ours.map(({ us }) => us)).toFixed(1)} µs)`;
  const rows = [
    {
      what: 'mock, CPU of a JSON answer',
      against: 'raw node:http',
      measured: shown,
      goal: 'at most 1.25 ×',
      ok: median(cpu) <= 1.25,
    },
    {
      what: 'mock, rate of JSON answers',
      against: 'raw node:http',
      measured: `${figure(rate)} ×`,
      goal: 'at least 0.8 ×',
      ok: median(rate) >= 0.8,
    },
  ];
  const isNew = Number(process.versions.node.split('.')[0]) >= 24;
  const goals = { aimock: ['aimock', 3], msw: ['MSW getResponse', isNew ? 5.5 : 10] };
  for (const [name, seen] of Object.entries(others)) {
    const [against, least] = goals[name];
    const faster = ratios(ours, seen, ({ rate: one }) => one);
    rows.push({
      what: 'mock, rate of JSON answers',
      against,
      measured: `${figure(faster)} ×`,
      goal: `at least ${least} ×`,
      ok: median(faster) >= least,
    });
  }
  return rows;
}

/** In a process that has done nothing else. */
async function memory(client) {
  const server = await startPart('./json-server.mjs', { kind: 'brownout' });
  const { port, bodies } = server;
  let answers = 0;
  while (answers < 100_000) {
    answers += (await pound(client, { port, bodies, connections: CONNECTIONS, ms: SLICE_MS })).answers;
  }
  const mb = await server.ask('mb');
  await server.stop();
  const what = 'mock, memory after 100,000 requests';
  return [{ what, against: '', measured: `${mb.toFixed(0)} MB`, goal: 'under 110 MB', ok: mb < 110 }];
}

async function slice(client, { ask, port }, { bodies, ms }) {
  const before = await ask('cpu');
  const { answers, seconds } = await pound(client, { port, bodies, connections: CONNECTIONS, ms });
  const after = await ask('cpu');
  const us = (after.us - before.us) / answers;
  return { us, rate: 1e6 / us, seen: answers / seconds };
}

function ratios(ours, theirs, of) {
  return ours.map((one, pair) => of(one) / of(theirs[pair]));
}

function figure(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return `${median(values).toFixed(2)} [${sorted[0].toFixed(2)}..${sorted.at(-1).toFixed(2)}]`;
}

/** What the mock answers, so that others can give the same bytes. */
async function sampleOf(port, body) {
  const response = await fetch(`http://127.0.0.1:${port}/v1/chat/completions`, { method: 'POST', body });
  const skipped = ['content-length', 'date', 'connection', 'keep-alive', 'transfer-encoding'];
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !skipped.includes(name)));
  return { headers, answer: await response.json() };
}

async function othersThatAreHere(sample) {
  const others = { msw: await startPart('./json-server.mjs', { kind: 'msw', sample }) };
  if (aimockUrl() === null) return others;
  return { ...others, aimock: await startPart('./json-server.mjs', { kind: 'aimock', sample }) };
}
