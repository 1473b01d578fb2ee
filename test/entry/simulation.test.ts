import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { rescore } from '../../src/entry/rescore.js';
import { simulateRun, type SimulationOptions } from '../../src/entry/simulation.js';
import { BrownoutError } from '../../src/model/problem.js';
import { knownPlan } from '../../src/simulate/known/plan.js';
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
    ...{ version: '0.0.0', startedAt: '2026-01-01T00:00:00.000Z' },
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
