/**
 * Starts an app that we don't know yet. One that listens on PORT can run anywhere; one that has its own
 * port in its code is looked for where the curl line went to.
 */
import { BrownoutError } from '../../../model/problem.js';
import { isLoopback } from '../../subject/here.js';
import { bringUpHealthy, startBehind, type Healthy, type HealthyOptions } from '../healthy/healthy.js';
import { isListening } from '../listening.js';

export interface StartedSomewhere {
  readonly healthy: Healthy;
  /** Ends the app; says the URL that must be kept in the config, or null where PORT is enough. */
  readonly provePort: () => Promise<string | null>;
}

const SOON = 5_000;

export async function startWhereItListens(
  options: HealthyOptions & { readonly origin: string },
): Promise<StartedSomewhere> {
  const { spec, origin } = options;
  const url = new URL(origin);
  const isTold = spec.start === null || spec.url !== null || /\bPORT\b/.test(spec.start);
  if (isTold || !isLoopback(url) || url.port === '' || (await isListening(Number(url.port)))) {
    return { healthy: await bringUpHealthy(options), provePort: () => Promise.resolve(null) };
  }
  // The curl's own port suits an app that reads PORT and one that doesn't; which it is shows afterwards.
  const env = { ...spec.env, PORT: url.port };
  const healthy = await bringUpHealthy({ ...options, spec: { ...spec, url: url.origin, env } });
  return {
    healthy,
    provePort: async () => ((await obeysPort(healthy, options)) ? null : healthy.subject.url.origin),
  };
}

async function obeysPort(healthy: Healthy, options: HealthyOptions): Promise<boolean> {
  await healthy.subject.stop();
  const readyWithin = Math.max(SOON, healthy.readyIn * 4);
  try {
    const subject = await startBehind(healthy, { ...options, spec: { ...options.spec, readyWithin } });
    await subject.stop();
    return true;
  } catch (error) {
    if (error instanceof BrownoutError && error.ending === 'not-testable') return false;
    throw error;
  }
}
