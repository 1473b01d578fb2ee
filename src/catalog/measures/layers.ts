/** Retries told apart by who made them: an SDK counts its own in a header, and starts anew for each call of the app. */
import { howMany, type List } from '../../kit/list.js';
import type { Scope } from '../../model/measurement.js';
import type { Call } from './calls.js';
import type { RecordView } from './view.js';

export interface Layers {
  /** Calls of which every attempt says which retry it is. */
  readonly calls: List<Call>;
  /** Attempts that a user caused, told or not. */
  readonly attempts: number;
}

export interface Retries {
  readonly bySdk: number;
  readonly byApp: number;
}

export function layersOf(view: RecordView, scope: Partial<Scope>): Layers {
  const all = view.calls(scope);
  return {
    calls: all.where(isTold),
    attempts: all.reduce((sum, { tries }) => sum + tries, 0),
  };
}

function isTold({ attempts }: Call): boolean {
  return attempts.every(({ retryCount }) => retryCount !== null);
}

export function retriesIn({ attempts }: Call): Retries {
  const bySdk = howMany(attempts, ({ retryCount }) => (retryCount ?? 0) > 0);
  return { bySdk, byApp: Math.max(0, attempts.length - 1 - bySdk) };
}
