// What recording costs, and what reading a big run back and scoring it takes, against nothing but the
// lines of the same file and JSON.parse. `read`, `score` and `parse` alternate, each in a fresh process.
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from './parts/processes.mjs';

const PART = new URL('./parts/record-part.mjs', import.meta.url);
const PAIRS = 9;
/** With their attempts about a million rows. */
const INBOUNDS_OF_A_MILLION = 455_000;

export async function bench() {
  const home = mkdtempSync(join(tmpdir(), 'brownout-bench-'));
  try {
    return [
      ...(await taking()),
      ...(await ofAMillionRows(join(home, 'rows'))),
      ...(await big(join(home, 'big'))),
    ];
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

async function taking() {
  const runs = [];
  for (let round = 0; round < PAIRS; round += 1) runs.push(await part({ what: 'take' }));
  const ns = median(runs.map((run) => run.ns));
  const bytes = median(runs.map((run) => run.bytes));
  const against = `100,000 rows, median of ${PAIRS}`;
  return [
    { what: 'taking a row', against, measured: `${ns.toFixed(0)} ns`, goal: 'at most 300 ns', ok: ns <= 300 },
    {
      what: 'a row in memory until it is written',
      against,
      measured: `${bytes.toFixed(0)} bytes`,
      goal: 'at most 32 bytes',
      ok: bytes <= 32,
    },
  ];
}

async function ofAMillionRows(folder) {
  const { responses, attempts } = await part({ what: 'write', folder, inbounds: INBOUNDS_OF_A_MILLION });
  const scored = [];
  const parsed = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    scored.push(await part({ what: 'score', folder }));
    parsed.push(await part({ what: 'parse', folder }));
  }
  const ratioOf = (what) => median(scored.map((one, pair) => one[what] / parsed[pair][what]));
  const [time, cpu] = [ratioOf('ms'), ratioOf('cpu')];
  const mb = median(scored.map((one) => one.mb));
  const seconds = median(scored.map(({ ms }) => ms)) / 1_000;
  const what = `scoring ${figure(responses + attempts)} rows`;
  return [
    {
      what: `${what}: time`,
      against: `each line and JSON.parse, ${PAIRS} pairs`,
      measured: `${time.toFixed(2)} × (${seconds.toFixed(1)} s; ${cpu.toFixed(2)} × the CPU)`,
      goal: 'at most 3 ×',
      ok: time <= 3,
    },
    { what: `${what}: memory`, against: '', measured: `${mb.toFixed(0)} MB`, goal: '1 GB', ok: mb <= 1_000 },
  ];
}

async function big(folder) {
  const written = await part({ what: 'write', folder, inbounds: 1_000_000 });
  const scored = await part({ what: 'score', folder });
  const against = `${figure(written.attempts)} attempts`;
  const row = (what, mb) => {
    return { what, against, measured: `${mb.toFixed(0)} MB`, goal: '300 MB', ok: mb <= 300 };
  };
  return [
    row('recording 1,000,000 inbounds: memory', written.mb),
    row('scoring 1,000,000 inbounds: memory', scored.mb),
  ];
}

function part(options) {
  return new Promise((resolve, reject) => {
    const child = fork(PART, [JSON.stringify(options)], { execArgv: ['--expose-gc'] });
    let found = null;
    child.on('message', (message) => (found = message));
    child.on('exit', (code) =>
      found === null ? reject(new Error(`${options.what} ended with ${code}`)) : resolve(found),
    );
  });
}

const figure = (count) => count.toLocaleString('en');
