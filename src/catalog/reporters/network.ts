/** What each toxic touched, one line each: a fault of the network that nobody met proves nothing. */
import { figure } from '../../kit/figures.js';
import type { ToxicWindow } from '../../model/plan.js';
import type { RunRecord, ToxicFacts } from '../../model/record.js';

export function networkLines({ plan, facts }: Pick<RunRecord, 'plan' | 'facts'>): readonly string[] {
  return plan.network.map((window) => {
    const met = facts.network.find((one) => one.window === window.id);
    return `${window.toxic} on ${window.on}: ${metWords(window, met)}`;
  });
}

function metWords({ toxic }: ToxicWindow, met: ToxicFacts | undefined): string {
  if (met === undefined || met.connections === null)
    return 'which connections carried it is not known behind another Toxiproxy';
  if (met.carried === null) return 'whom it refused leaves no trace at the proxy';
  if (toxic === 'down' && met.carried === 0) return 'it cut nobody, and hardly anybody connected just before';
  const stood = met.connections === 1 ? '1 connection' : `${figure(met.connections)} connections`;
  if (met.connections > 0 && met.carried === 0) return `stood on ${stood}, and nothing went through`;
  if (toxic === 'down') return `cut ${figure(met.carried)} of ${stood}, and refused whoever came`;
  return `carried by ${figure(met.carried)} of ${stood}${met.bytes === null ? '' : `, ${figure(met.bytes)} bytes`}`;
}
