// One million users through a breaker and retries, in virtual time: how much processor time that takes.
import { finished } from '../../dist/kit/steps.js';
import { knownPlan } from '../../dist/simulate/known/plan.js';
import { subjectById } from '../../dist/simulate/subjects/shelf.js';
import { simulationSteps } from '../../dist/simulate/world.js';

const GOAL_S = 10;

export async function bench() {
  const plan = knownPlan({
    ...{ title: 'bench', seed: 1, rate: 1_000, baseline: 200_000, outage: 400_000, recovery: 400_000 },
    faults: [{ fault: 'status', params: { status: 500 }, share: 0.5 }],
  });
  const rows = { responses: 0, attempts: 0 };
  const before = process.cpuUsage();
  finished(
    simulationSteps({
      ...{ plan, policy: subjectById('breaker-and-retry'), instances: 1 },
      sink: { response: () => (rows.responses += 1), attempt: () => (rows.attempts += 1) },
    }),
  );
  const { user, system } = process.cpuUsage(before);
  const seconds = (user + system) / 1e6;
  return [
    {
      what: `${rows.responses.toLocaleString('en')} simulated users, breaker and retries`,
      against: `${rows.attempts.toLocaleString('en')} attempts`,
      measured: `${seconds.toFixed(1)} s of one core`,
      goal: `under ${GOAL_S} s`,
      ok: seconds < GOAL_S,
    },
  ];
}
