/** Says when phases and windows begin and end. The mocks look at the clock themselves; this only tells of it. */
import type { AnyWindow, Plan, PlannedPhase } from '../../model/plan.js';
import type { Clock, Millis } from '../../model/units.js';

export interface Edge {
  readonly at: Millis;
  readonly kind: 'phase' | 'opens' | 'closes';
  readonly phase: PlannedPhase | null;
  readonly window: AnyWindow | null;
}

export function edgesOf(plan: Plan): readonly Edge[] {
  const phases = plan.phases.map((phase): Edge => ({ at: phase.opens, kind: 'phase', phase, window: null }));
  const windows = [...plan.windows, ...plan.network].flatMap((window): Edge[] => [
    { at: window.opens, kind: 'opens', phase: null, window },
    { at: window.closes, kind: 'closes', phase: null, window },
  ]);
  // What closes comes before what opens at the same time, and a phase before its windows.
  const rank = { closes: 0, phase: 1, opens: 2 };
  return [...phases, ...windows].sort((a, b) => a.at - b.at || rank[a.kind] - rank[b.kind]);
}

/** Calls `tell` for each edge at its time, never early; the returned function tells what is due and stops it. */
export function followTimeline(plan: Plan, clock: Clock, tell: (edge: Edge) => void): () => void {
  const edges = edgesOf(plan);
  let next = 0;
  let timer: NodeJS.Timeout | undefined;
  const tellDue = (): void => {
    for (let edge = edges[next]; edge !== undefined && edge.at <= clock.now(); edge = edges[next]) {
      next += 1;
      tell(edge);
    }
  };
  const step = (): void => {
    tellDue();
    const coming = edges[next];
    if (coming !== undefined) timer = setTimeout(step, Math.max(1, coming.at - clock.now()));
  };
  step();
  return () => {
    clearTimeout(timer);
    tellDue();
  };
}
