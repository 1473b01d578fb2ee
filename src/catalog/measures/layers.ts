/** Retries told apart by who made them: an SDK counts its own in a header, and starts anew for each call of the app. */
import type { Scope } from '../../model/measurement.js';
import type { Call } from './calls.js';
import type { RecordView } from './view.js';

export interface Layers {
  /** Calls of which every attempt says which retry it is. */
  readonly calls: readonly LayeredCall[];
  /** Attempts that a user caused, told or not. */
  readonly attempts: number;
}

export interface LayeredCall {
  readonly call: Call;
  readonly bySdk: number;
  readonly byApp: number;
}

export function layersOf(view: RecordView, scope: Partial<Scope>): Layers {
  const all = view.calls(scope);
  return {
    calls: all.filter(isTold).map(layered),
    attempts: all.reduce((sum, { attempts }) => sum + attempts.length, 0),
  };
}

function isTold({ attempts }: Call): boolean {
  return attempts.every(({ retryCount }) => retryCount !== null);
}

function layered(call: Call): LayeredCall {
  const bySdk = call.attempts.filter(({ retryCount }) => (retryCount ?? 0) > 0).length;
  return { call, bySdk, byApp: Math.max(0, call.attempts.length - 1 - bySdk) };
}
