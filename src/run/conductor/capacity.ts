/** What the app bears on a good day. Afterwards it is ended, so that a run meets it fresh. */
import { calibrate, type Calibration } from '../load/calibrate.js';
import { bringUpHealthy, type HealthyOptions } from './healthy.js';
import { proveRouting } from './preflight.js';

/** Long enough for four rounds of a slow model. */
const SECONDS = 10;

export async function measureCapacity(options: HealthyOptions): Promise<Calibration> {
  const healthy = await bringUpHealthy(options);
  try {
    const { mocks, doors, subject, inbounds, clock } = healthy;
    const { plan, spec, signal } = options;
    await proveRouting({ plan, mocks, doors, subject, inbounds, start: spec.start, signal });
    return await calibrate({ target: subject.url, plan, seconds: SECONDS, clock });
  } finally {
    await healthy.close();
  }
}
