/** Whose writes will be read back: of very many every second, every fourth and so on, by their numbers. */
import { isAcknowledged } from '../../../catalog/measures/derived/effects.js';
import type { ResponseRow } from '../../../model/event.js';
import type { Plan } from '../../../model/plan.js';
import type { Effects } from '../../../model/scenario.js';

export interface Write {
  readonly inbound: number;
  readonly journey: string;
  readonly phase: string;
  readonly effects: Effects;
  readonly isAcknowledged: boolean;
}

export interface Writes {
  note(row: ResponseRow): void;
  chosen(): readonly Write[];
  /** Of so many users one is chosen. */
  every(): number;
  total(): number;
}

const MOST = 5_000;

export function writesOf({ journeys }: Pick<Plan, 'journeys'>, most = MOST): Writes {
  const ledgers = new Map(journeys.flatMap(({ name, effects }) => (effects ? [[name, effects]] : [])));
  let kept: Write[] = [];
  let every = 1;
  let total = 0;
  return {
    note: (row) => {
      const effects = ledgers.get(row.journey);
      if (effects === undefined || row.end === 'unsent') return;
      total += 1;
      const { inbound, journey, phase } = row;
      if (inbound % every !== 0) return;
      kept.push({ inbound, journey, phase, effects, isAcknowledged: isAcknowledged(row) });
      while (kept.length > most) {
        every *= 2;
        kept = kept.filter((write) => write.inbound % every === 0);
      }
    },
    chosen: () => kept,
    every: () => every,
    total: () => total,
  };
}
