// Our proxy beside the Toxiproxy of Shopify, whose server TOXIPROXY_SERVER names. Each alone on one core, upstream
// and client on another; runs alternate between the two, and what counts is the median of the ratios.
// BENCH_PROXY=control plays that part alone.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDeaf } from './parts/deaf.mjs';
import { median, pin } from './parts/processes.mjs';
import { startOurs, startTheirs, startWire } from './parts/proxies.mjs';

const REPEATS = 9;
const BULK = 800_000_000;

export async function bench() {
  const binary = process.env['TOXIPROXY_SERVER'];
  if (binary === undefined) return [absent('TOXIPROXY_SERVER names no server to hold ours against')];
  pin(process.pid, 1);
  const wire = await startWire();
  if (wire === null) return [absent('no C compiler for the client')];
  const rows = [];
  try {
    for (const part of wanted()) rows.push(...(await alone(part, { wire, binary })));
  } finally {
    wire.stop();
  }
  return rows;
}

const PARTS = [memory, speed, idleToxics, roundTrip, bulk, churn, delays, pace, control, answers];

function wanted() {
  const only = process.env['BENCH_PROXY'];
  const parts = PARTS.filter(({ name }) => only === undefined || name === only);
  if (parts.length > 0) return parts;
  throw new Error(`BENCH_PROXY is none of ${PARTS.map(({ name }) => name).join(', ')}`);
}

/** Fresh processes for each part: what one did before must not show in the next. */
async function alone(part, { wire, binary }) {
  const pair = [await startOurs(), await startTheirs(binary)];
  try {
    for (const one of pair) {
      one.echo = await one.create('echo', wire.echo);
      one.sink = await one.create('sink', wire.sink);
    }
    return await part(wire, pair);
  } finally {
    for (const one of pair) await one.stop();
  }
}

function absent(why) {
  return { what: 'proxy', against: 'Toxiproxy 2.12.0', measured: `not measured: ${why}`, goal: '', ok: true };
}

/** Alternating runs of both; gives the figures of each, repetition by repetition. */
async function both([ours, theirs], run) {
  const figures = [];
  const metered = async (one) => {
    const before = one.cpu();
    const found = await run(one);
    return { ...found, cpu: one.cpu() - before };
  };
  await run(ours);
  await run(theirs);
  for (let turn = 0; turn < REPEATS; turn += 1) {
    const order = turn % 2 === 0 ? [ours, theirs] : [theirs, ours];
    const found = new Map();
    for (const one of order) found.set(one, await metered(one));
    figures.push({ ours: found.get(ours), theirs: found.get(theirs) });
  }
  return figures;
}

function compared(what, figures, { pick, unit, digits = 0, goal, isMore, each }) {
  const of = (side) => median(figures.map((one) => pick(one[side])));
  const ratio = median(figures.map((one) => pick(one.ours) / pick(one.theirs)));
  // Both wait for a core where the machine is busy with others; the work they do is still theirs.
  const work = ({ ours, theirs }) => ours.cpu / each(ours) / (theirs.cpu / each(theirs));
  const cpu = each === undefined ? '' : `; ${median(figures.map(work)).toFixed(2)}x the CPU for each`;
  return {
    what,
    against: 'Toxiproxy 2.12.0',
    measured: `${ratio.toFixed(2)}x (${of('ours').toFixed(digits)} against ${of('theirs').toFixed(digits)} ${unit}${cpu})`,
    goal: `${isMore ? 'at least' : 'at most'} ${goal}x`,
    ok: isMore ? ratio >= goal : ratio <= goal,
  };
}

const rps = (wire) => (one) => wire.ask('rps', one.echo, 32, 1200);

async function speed(wire, pair) {
  const figures = await both(pair, rps(wire));
  return [
    compared('requests a second, 32 connections, no toxics', figures, {
      pick: ({ rate }) => rate,
      unit: 'req/s',
      each: ({ count }) => count,
      goal: 0.9,
      isMore: true,
    }),
  ];
}

async function idleToxics(wire, pair) {
  const added = ['upstream', 'downstream'].flatMap((stream) =>
    [1, 2, 3].map((index) => ({ stream, name: `${stream}${index}` })),
  );
  for (const one of pair)
    for (const each of added) await one.add('echo', 'latency', { latency: 9 }, { ...each, toxicity: 0 });
  const figures = await both(pair, rps(wire));
  for (const one of pair) for (const { name } of added) await one.drop('echo', name);
  return [
    compared('the same with three inactive toxics a direction', figures, {
      pick: ({ rate }) => rate,
      unit: 'req/s',
      each: ({ count }) => count,
      goal: 1,
      isMore: true,
    }),
  ];
}

/** What a proxy adds to a round trip without one, which is measured beside it. */
async function roundTrip(wire, pair) {
  const direct = [];
  const figures = await both(pair, async (one) => {
    direct.push(await wire.ask('rtt', wire.echo, 300));
    return wire.ask('rtt', one.echo, 1000);
  });
  const of = (name) => median(direct.map((each) => each[name]));
  return [
    ['p50', 1],
    ['p99', 1.1],
  ].map(([name, goal]) =>
    compared(`added round trip, one connection, ${name}`, figures, {
      pick: (each) => (each[name] - of(name)) * 1000,
      unit: 'µs',
      goal,
      isMore: false,
    }),
  );
}

async function bulk(wire, pair) {
  const figures = await both(pair, (one) => wire.ask('bulk', one.sink, BULK, 0));
  return [
    compared('one connection, 800 MB into a sink', figures, {
      pick: ({ ms }) => BULK / ms / 1000,
      unit: 'MB/s',
      each: () => 1,
      goal: 0.85,
      isMore: true,
    }),
  ];
}

async function churn(wire, pair) {
  const figures = await both(pair, (one) => wire.ask('churn', one.echo, 8, 1200));
  return [
    compared('new connections a second, 8 at a time', figures, {
      pick: ({ rate }) => rate,
      unit: 'a second',
      each: ({ count }) => count,
      goal: 0.9,
      isMore: true,
    }),
  ];
}

async function delays(wire, pair) {
  const rows = [];
  let early = 0;
  let answers = 0;
  for (const [requested, conns, precise] of [
    [5, 1, 0],
    [20, 20, 0],
    [5, 20, 1],
    [20, 20, 1],
    [100, 20, 1],
  ]) {
    for (const one of pair)
      await one.add('echo', 'latency', { latency: requested, ...(one.name === 'ours' && { precise }) });
    const figures = await both(pair, async (one) => {
      const from = performance.now();
      const found = await wire.ask('delay', one.echo, conns, 1200, 10);
      return { ...found, error: found.p50 - requested, took: performance.now() - from };
    });
    for (const one of pair) await one.drop('echo', 'latency');
    early += figures.filter(({ ours }) => ours.min < requested).length;
    answers += figures.reduce((sum, { ours }) => sum + ours.count, 0);
    const cpu = (side) => Math.round(100 * median(figures.map((each) => each[side].cpu / each[side].took)));
    const mode = precise ? 'precise' : 'default';
    const row = compared(`latency ${requested} ms, ${mode}, ${conns} connections: how late, p50`, figures, {
      pick: ({ error }) => error,
      unit: 'ms',
      digits: 2,
      goal: precise ? 0.5 : 1.5,
      isMore: false,
    });
    rows.push({ ...row, measured: `${row.measured}, ${cpu('ours')} % of a core against ${cpu('theirs')} %` });
  }
  rows.push({
    what: `answers before their time, of ${answers}`,
    against: 'the delay that was asked for',
    measured: early === 0 ? 'none' : `in ${early} runs`,
    goal: 'none',
    ok: early === 0,
  });
  return rows;
}

async function pace(wire, [ours]) {
  const rows = [];
  for (const rate of [100, 500, 2000]) {
    await ours.add('sink', 'bandwidth', { rate }, { stream: 'upstream' });
    const total = rate * 2000;
    const { ms, ahead } = await wire.ask('bulk', ours.sink, total, rate);
    await ours.drop('sink', 'bandwidth');
    const ratio = ms / (total / rate);
    rows.push({
      what: `bandwidth ${rate} KB/s, two seconds of it`,
      against: 'the ideal time',
      measured: `${ratio.toFixed(4)}x, ${ahead > 0 ? `${ahead} bytes AHEAD` : 'never ahead'}`,
      goal: '1.00 to 1.02, never ahead',
      ok: ratio >= 1 && ratio <= 1.02 && ahead <= 0,
    });
  }
  return rows;
}

async function memory(wire, pair) {
  const figures = { ours: 0, theirs: 0 };
  for (const one of pair) {
    const before = one.memory();
    await wire.ask('hold', one.echo, 1000);
    figures[one.name] = (one.memory() - before) / 1000;
    await wire.ask('drop');
    await sleep(200);
  }
  return [
    compared('memory of a connection, 1,000 open', [figures], {
      pick: (kilobytes) => kilobytes,
      unit: 'KB',
      digits: 1,
      goal: 0.6,
      isMore: false,
    }),
  ];
}

const TOXICS = '/proxies/echo/toxics';
const UPDATE = [['POST', `${TOXICS}/kept`, { attributes: { latency: 7 } }]];
const ADD_AND_REMOVE = [
  ['POST', TOXICS, { type: 'latency', name: 'latency', attributes: { latency: 5 } }],
  ['DELETE', `${TOXICS}/latency`],
];

async function control(wire, pair) {
  const rows = [];
  for (const [what, goal, calls] of [
    ['toxics added and removed', 4, ADD_AND_REMOVE],
    ['toxics updated', 2, UPDATE],
  ]) {
    const figures = await both(pair, async (one) => {
      await wire.ask('hold', one.echo, 100);
      await one.add('echo', 'latency', { latency: 5 }, { name: 'kept' });
      const found = await wire.control(one.port, 1000, calls);
      await one.drop('echo', 'kept');
      await wire.ask('drop');
      return found;
    });
    rows.push(
      compared(`${what}, 100 live connections`, figures, {
        pick: ({ rate }) => rate,
        unit: 'calls a second',
        each: ({ count }) => count,
        goal,
        isMore: true,
      }),
    );
  }
  return rows;
}

/** Ours alone: theirs answers 503 after 25 s. */
async function answers(wire, [ours]) {
  const rows = [];
  const timed = async (what, path) => {
    const from = performance.now();
    await ours.add(path, 'bandwidth', { rate: 1000 });
    await ours.call('GET', '/proxies');
    await ours.drop(path, 'bandwidth');
    const ms = performance.now() - from;
    rows.push({
      what: `three control calls while ${what}`,
      against: 'a clock',
      measured: `${ms.toFixed(1)} ms`,
      goal: 'at most 50 ms',
      ok: ms <= 50,
    });
  };
  const sockets = [];
  const open = (port) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.on('error', () => undefined);
    sockets.push(socket);
    return socket;
  };
  const deaf = open(ours.echo);
  deaf.pause();
  deaf.write(Buffer.alloc(20_000_000));
  await sleep(300);
  await timed('a client does not read', 'echo');
  await ours.add('echo', 'reset_peer', { timeout: 60_000 });
  open(ours.echo).write('hello');
  await sleep(100);
  await timed('a reset waits', 'echo');
  await ours.drop('echo', 'reset_peer');
  const wall = await startDeaf();
  await ours.call('POST', '/proxies', { name: 'void', listen: '127.0.0.1:0', upstream: wall.address });
  const { listen } = await ours.call('GET', '/proxies/void');
  open(Number(listen.split(':').at(-1)));
  await sleep(100);
  await timed('a dial hangs', 'void');
  await ours.call('DELETE', '/proxies/void');
  wall.stop();
  for (const socket of sockets) socket.destroy();
  return rows;
}
