/** Does the app start, get ready, answer, call our mocks, and tell what it wrote? A run without load and without a fault. */
import type { RoutedUpstream } from '../../../model/record.js';
import { bringUpHealthy, type HealthyOptions } from './healthy.js';
import { proveRouting } from '../preflight/preflight.js';
import { proveBooks } from '../books/prove-books.js';

export interface TriedOut {
  readonly url: string;
  readonly readyIn: number;
  readonly routing: readonly RoutedUpstream[];
}

export async function tryOut(options: HealthyOptions, ready: () => void): Promise<TriedOut> {
  const healthy = await bringUpHealthy(options);
  try {
    ready();
    const { mocks, addresses, subject, inbounds, readyIn } = healthy;
    const { plan, spec, signal } = options;
    const flight = { plan, mocks, addresses, subject, inbounds, start: spec.start, signal };
    const routing = await proveRouting(flight);
    await proveBooks(flight);
    return { url: subject.url.origin, readyIn, routing };
  } finally {
    await healthy.close();
  }
}
