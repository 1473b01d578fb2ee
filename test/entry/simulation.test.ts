import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getHeapStatistics } from 'node:v8';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { playedInTurns } from '../../src/entry/in-turns.js';
import { rescore } from '../../src/entry/rescore.js';
import { namedSubject, simulateRun, type SimulationOptions } from '../../src/entry/simulation.js';
import type { Steps } from '../../src/kit/steps.js';
import { BrownoutError } from '../../src/model/problem.js';
import { openJournal } from '../../src/run/record/journal.js';
import { knownPlan } from '../../src/simulate/known/plan.js';
import { simulatedRecord } from '../../src/simulate/record.js';
import { toxicWindowOf } from '../support/record.js';

let cwd = '';
beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'brownout-simulation-'));
});
afterAll(() => rm(cwd, { recursive: true, force: true }));

const plan = knownPlan({
  ...{ title: 'down', seed: 5, rate: 20, baseline: 10_000, outage: 20_000, recovery: 15_000 },
  faults: [{ fault: 'status', params: { status: 500 } }],
});

function optionsOf(changes: Partial<SimulationOptions> = {}): SimulationOptions {
  const style = { colour: false, unicode: true, columns: 80 };
  return {
    ...{ plan, subject: 'budgeted', users: null, folder: 'run', cwd, style },
    ...{ version: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z', signal: new AbortController().signal },
    ...changes,
  };
}

it('writes a folder that scores the same when it is read again', async () => {
  const { scorecard } = await simulateRun(optionsOf());
  expect(await readdir(join(cwd, 'run'))).toEqual(
    expect.arrayContaining(['events.ndjson', 'plan.json', 'run.json', 'scorecard.json']),
  );
  const again = await rescore('run', cwd);
  expect(again.scorecard.score).toBe(scorecard.score);
  expect(again.scorecard.totals).toEqual(scorecard.totals);
  expect(again.record.facts.subject.name).toBe('budgeted (simulated)');
});

it('says what was meant where a modelled app does not exist', async () => {
  const error = await simulateRun(optionsOf({ subject: 'budgetd', folder: 'none' })).catch(
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(BrownoutError);
  expect(error instanceof BrownoutError && error.hints[0]).toBe('did you mean "budgeted"?');
});

it('plays users who wait for each answer, of whom nobody can say beforehand how many requests they make', async () => {
  const load = { kind: 'closed', users: 10, think: { low: 1_000, high: 1_000 } } as const;
  const closed: typeof plan = {
    ...plan,
    phases: plan.phases.map((phase) => ({ ...phase, load })),
    arrivals: { kind: 'closed' },
  };
  const { record, scorecard } = await simulateRun(optionsOf({ plan: closed, folder: 'closed' }));
  expect(record.responses.length).toBeGreaterThan(200);
  expect(scorecard.verdict).not.toBe('invalid');
  await expect(simulateRun(optionsOf({ plan: closed, users: 99, folder: 'none' }))).rejects.toThrow(
    '--inbounds scales a rate',
  );
});

it('plays toxics, whose connections are in the folder, and names those that it can’t play', async () => {
  const refuse = toxicWindowOf({ on: 'primary', toxic: 'refuse', opens: 10_000, closes: 30_000 });
  const hurt = { ...plan, windows: [], network: [refuse] };
  const { record } = await simulateRun(optionsOf({ plan: hurt, folder: 'hurt' }));
  const again = await rescore('hurt', cwd);
  expect(again.record.connections).toHaveLength(record.connections.length);
  expect(again.scorecard.verdict).not.toBe('inconclusive');
  const lossy = { ...plan, network: [{ ...refuse, toxic: 'packet_loss' }] };
  await expect(simulateRun(optionsOf({ plan: lossy, folder: 'none' }))).rejects.toThrow(
    "known-answer can't be simulated: packet_loss",
  );
});

it('refuses more users than the memory holds, before it begins', async () => {
  const users = Math.ceil(getHeapStatistics().heap_size_limit / 1_000);
  await expect(simulateRun(optionsOf({ users, folder: 'many' }))).rejects.toThrow(`${users} users need more`);
  expect(await readdir(cwd)).not.toContain('many');
});

it('hears a signal that came while it worked', async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort('SIGINT'));
  const error = await simulateRun(optionsOf({ folder: 'stopped', signal: stop.signal })).catch(
    (caught: unknown) => caught,
  );
  expect(error).toMatchObject({ ending: 'interrupted' });
  expect(await readdir(cwd)).not.toContain('stopped');
});

it('leaves alone the run that is in its folder already', async () => {
  await simulateRun(optionsOf({ folder: 'taken' }));
  const before = await readdir(join(cwd, 'taken'));
  await expect(simulateRun(optionsOf({ folder: 'taken' }))).rejects.toMatchObject({ code: 'folder-taken' });
  expect(await readdir(join(cwd, 'taken'))).toEqual(before);
});

it('hears a signal between two steps of a world that would never end', async () => {
  const stop = new AbortController();
  setImmediate(() => stop.abort('SIGINT'));
  const endless = (function* (): Steps<never> {
    for (;;) yield;
  })();
  await expect(playedInTurns(endless, stop.signal)).rejects.toMatchObject({ ending: 'interrupted' });
});

it('waits for a disk that is slower than it', async () => {
  const folder = await mkdtemp(join(cwd, 'slow-'));
  const lines: string[] = [];
  const journal = await openJournal({
    folder,
    openSink: () =>
      Promise.resolve({
        write: async (text: string) => {
          for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
          lines.push(text);
        },
        close: () => Promise.resolve(),
      }),
  });
  const { responses } = simulatedRecord({
    ...{ plan, policy: namedSubject('budgeted'), instances: 1, version: '0.0.0', startedAt: '' },
  });
  const rows = [...responses];
  const copies = Array.from({ length: 6 }, (_, copy) =>
    rows.map((row) => ({ ...row, inbound: row.inbound + copy * rows.length })),
  );
  for (const row of copies.flat().slice(0, 5_000)) journal.response(row);
  await journal.written();
  // Two pages are full by then, and the rest waits for its page to be.
  expect(lines.join('').split('\n').length - 1).toBe(4_096);
  await journal.close();
  expect(lines.join('').split('\n').length - 1).toBe(5_000);
});
