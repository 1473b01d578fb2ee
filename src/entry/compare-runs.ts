/** Two recorded runs, or one and a baseline that was kept: what the change between them did. */
import type { Report } from '../catalog/reporters/reporter.js';
import type { Comparison, Noise } from '../model/comparison.js';
import type { Plan } from '../model/plan.js';
import { BrownoutError } from '../model/problem.js';
import { planHash } from '../scenario/plan-hash.js';
import { compare } from '../score/compare.js';
import { rescore } from './rescore.js';

export interface Compared {
  readonly cwd: string;
  readonly noise: Noise | null;
}

export async function compareFolders(
  before: string,
  now: string,
  { cwd, noise }: Compared,
): Promise<Comparison> {
  return compareReports(await rescore(before, cwd), await rescore(now, cwd), noise);
}

export async function compareWithBaseline(
  baseline: string,
  now: Report,
  { cwd, noise }: Compared,
): Promise<Comparison> {
  return compareReports(await rescore(baseline, cwd), now, noise);
}

/** Before a run is played that could be compared with nothing. */
export async function checkBaseline(baseline: string, plan: Plan, cwd: string): Promise<void> {
  const { record, folder } = await rescore(baseline, cwd);
  refuseDifferent({ plan: record.plan, folder }, { plan, folder: 'this run' });
}

function compareReports(before: Report, now: Report, noise: Noise | null): Comparison {
  const played = ({ record, folder }: Report): Planned => ({ plan: record.plan, folder });
  refuseDifferent(played(before), played(now));
  return compare([{ before, now }], noise);
}

interface Planned {
  readonly plan: Plan;
  readonly folder: string;
}

function refuseDifferent(before: Planned, now: Planned): void {
  if (planHash(before.plan) !== planHash(now.plan)) throw notComparable(before, now);
}

function notComparable(before: Planned, now: Planned): BrownoutError {
  const [a, b] = [before.plan, now.plan];
  const differ = [
    ...(a.scenario.hash === b.scenario.hash ? [] : ['scenario']),
    ...(a.seed === b.seed ? [] : [`seed (${a.seed} and ${b.seed})`]),
    ...(a.inputs.quick === b.inputs.quick ? [] : ['--quick']),
    ...(a.inputs.capacity === b.inputs.capacity ? [] : ['measured capacity']),
  ];
  return new BrownoutError({
    code: 'not-comparable',
    ending: 'usage',
    message: `${before.folder} and ${now.folder} played different plans: they differ in ${differ.length === 0 ? 'what the config says of the app' : differ.join(', ')}`,
    hints: ['Play the same scenario with the same seed against both states of your app.'],
  });
}
