/** What the app bears on a good day. Afterwards it is ended, so that a run meets it fresh. */
import { calibrate, type Calibration } from '../../load/calibrate.js';
import { bringUpHealthy, type HealthyOptions } from './healthy.js';
import { proveRouting, refuseIfStopped } from '../preflight/preflight.js';

/** Long enough for four rounds of a slow model. */
const SECONDS = 10;

export async function measureCapacity(options: HealthyOptions): Promise<Calibration> {
  const healthy = await bringUpHealthy(options);
  try {
    const { mocks, addresses, subject, inbounds, clock } = healthy;
    const { plan, spec, signal } = options;
    await proveRouting({ plan, mocks, addresses, subject, inbounds, start: spec.start, signal });
    // Without an answer by then it would be the app that is to blame.
    return await calibrate({ target: subject.url, plan, seconds: SECONDS, clock, signal }).finally(() =>
      refuseIfStopped(signal),
    );
  } finally {
    await healthy.close();
  }
}
