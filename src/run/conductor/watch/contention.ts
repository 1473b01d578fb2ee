/** How busy the whole machine was, ourselves and the app included: what waits for a core answers later. */
import { cpus } from 'node:os';
import type { Ratio } from '../../../model/units.js';

export interface Contention {
  /** Share of the cores' time that was in use since it was begun; null where the system doesn't tell. */
  busy(): Ratio | null;
}

export function beginContention(): Contention {
  const before = spent();
  return {
    busy() {
      const after = spent();
      const all = after.all - before.all;
      return all > 0 ? 1 - (after.idle - before.idle) / all : null;
    },
  };
}

function spent(): { readonly all: number; readonly idle: number } {
  let all = 0;
  let idle = 0;
  for (const { times } of cpus()) {
    all += times.user + times.nice + times.sys + times.idle + times.irq;
    idle += times.idle;
  }
  return { all, idle };
}
