/** What of a plan's network a modelled world can't play, in words; null where it can play all of it. */
import type { Plan, ToxicWindow } from '../../model/plan.js';

export function unplayableIn({ network, upstreams }: Plan): string | null {
  for (const window of network) {
    const why = whyNot(window, new Set(upstreams.map(({ name }) => name)));
    if (why !== null) return why;
  }
  return null;
}

function whyNot({ on, toxic, attributes }: ToxicWindow, upstreams: ReadonlySet<string>): string | null {
  if (!upstreams.has(on)) return `it hurts ${on}, a dependency that no modelled app has`;
  if (toxic === 'packet_loss') return 'packet_loss leaves holes in answers, and a modelled one has no bytes';
  if (toxic === 'bandwidth' && attributes['shared'] === 1)
    return 'a bandwidth that is shared makes connections wait for each other, which are modelled one by one';
  return null;
}
