// One thing done with a run's folder, in a process of its own, whose memory is looked at to its peak.
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRunFolder } from '../../../dist/run/record/folder.js';
import { attemptPage } from '../../../dist/run/record/attempt-page.js';
import { openJournal } from '../../../dist/run/record/journal.js';
import { responsePage } from '../../../dist/run/record/response-page.js';
import { scoreRecord } from '../../../dist/score/score.js';
import { rowsOf, writeBigRun } from './big-run.mjs';

const { what, folder, inbounds } = JSON.parse(process.argv[2]);
const things = { write: () => writeBigRun(folder, inbounds), take, read, score, parse };

const began = performance.now();
const cpuBefore = process.cpuUsage();
const found = await things[what]();
const { user, system } = process.cpuUsage(cpuBefore);
const ms = performance.now() - began;
process.send({ ...found, ms, cpu: (user + system) / 1_000, mb: process.resourceUsage().maxRSS / 1_024 });
process.disconnect();

async function read() {
  const { responses, attempts } = await readRunFolder(folder);
  return { rows: responses.length + attempts.length };
}

async function score() {
  const record = await readRunFolder(folder);
  const { score: points } = scoreRecord(record);
  return { rows: record.responses.length + record.attempts.length, points };
}

/** The yardstick: nothing but the lines and JSON.parse, and no row is kept. */
async function parse() {
  let rows = 0;
  let rest = '';
  const stream = createReadStream(join(folder, 'events.ndjson'), {
    encoding: 'utf8',
    highWaterMark: 262_144,
  });
  for await (const piece of stream) {
    const lines = (rest + piece).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (JSON.parse(line).kind !== '') rows += 1;
  }
  return { rows };
}

/** CPU for rows that are there already, in turns as a run has them: nothing but their taking is measured. */
async function take() {
  const { responses, attempts } = rowsOf(50_000);
  const home = mkdtempSync(join(tmpdir(), 'brownout-bench-'));
  const journal = await openJournal({ folder: home });
  const turn = 500;
  let spent = 0;
  for (let from = -responses.length; from < responses.length; from += turn) {
    // Once around to warm up.
    if (from === 0) spent = 0;
    const before = process.cpuUsage();
    for (let at = from; at < from + turn; at += 1) {
      journal.response(responses.at(at));
      journal.attempt(attempts.at(at));
    }
    const { user, system } = process.cpuUsage(before);
    spent += (user + system) * 1_000;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  await journal.close();
  rmSync(home, { recursive: true, force: true });
  return { ns: spent / (2 * responses.length), bytes: await bytesOfARow(responses, attempts) };
}

/** Of the columns: what it takes more for rows that wait. */
async function bytesOfARow(responses, attempts) {
  const held = async () => {
    // Twice: buffers that the first one found dead are given back a moment later.
    for (let round = 0; round < 2; round += 1) {
      globalThis.gc();
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = await held();
  const pages = pagesOf(responses, attempts);
  const after = await held();
  return (after - before) / pages.reduce((sum, { length }) => sum + length, 0);
}

function pagesOf(responses, attempts) {
  const pages = [];
  for (const [rows, newPage] of [
    [responses, responsePage],
    [attempts, attemptPage],
  ]) {
    let page = newPage();
    for (const row of rows) {
      if (page.isFull) {
        pages.push(page);
        page = newPage();
      }
      page.put(row);
    }
  }
  return pages;
}
