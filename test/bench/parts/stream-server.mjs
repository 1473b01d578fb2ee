// Mocks that stream, in a process of their own, with a clock that both sides can read.
import { openInbounds } from '../../../dist/run/record/open-inbounds.js';
import { startMocks } from '../../../dist/run/mock/mocks.js';
import { constant, planOf, windowOf } from './mock-plan.mjs';
import { serveParent } from './processes.mjs';

const { tokens, speed, firstToken, delays = [], mode = 'thrifty' } = JSON.parse(process.argv[2]);

/** Monotonic time is the same for all processes of a machine. */
const now = () => Number(process.hrtime.bigint()) / 1e6;
const starts = [];
const inbounds = openInbounds({ journeyOf: () => 'stream', remember: 60_000 });
const model = { firstToken: constant(firstToken), tokens: constant(tokens), speed: constant(speed) };
const windows = delays.map((ms) => {
  const window = windowOf(`d${ms}`, 'latency', { by: constant(ms) }, 1);
  return { ...window, match: { ...window.match, header: { 'x-delay': String(ms) } }, opens: 0, closes: 1e15 };
});
const mocks = await startMocks({
  plan: { ...planOf(model, windows), delays: mode },
  clock: { now },
  inbounds,
  bind: '127.0.0.1',
  advertise: null,
  limits: 'as-planned',
  // The model's name says which stream it was.
  onAttempt: (row) => starts.push([row.model, row.started]),
});
serveParent({ port: mocks.addresses.get('gpt').port }, { starts: () => starts.splice(0) });
