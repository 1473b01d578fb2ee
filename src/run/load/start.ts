import type { Plan } from '../../model/plan.js';
import type { LoadOptions, LoadRun } from '../contract.js';

type Engine = (options: LoadOptions) => LoadRun;

/** Drives the load of a plan: the open model on undici, the closed one on autocannon. */
export function startLoad(options: LoadOptions): LoadRun {
  let run: LoadRun | null = null;
  const drive = async (): Promise<void> => {
    const start = await prepareLoad(options.plan);
    run = start(options);
    await run.done;
  };
  return { done: drive(), health: () => run?.health() ?? { sendLag: 0, open: 0 } };
}

/** Loads the engine that a plan needs: a tenth of a second that arrivals should not wait for. */
export async function prepareLoad(plan: Pick<Plan, 'arrivals'>): Promise<Engine> {
  return plan.arrivals.kind === 'open'
    ? (await import('./open.js')).startOpen
    : (await import('./closed.js')).startClosed;
}
