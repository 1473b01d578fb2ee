/** The timeline as an author writes it. */
import { z } from 'zod';
import { positiveDuration } from '../catalog/quantities.js';
import type { FaultSpec, Load, Phase, Role } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import { faultOf, faultShape } from './fault.js';
import type { Mistake, Path } from './mistake.js';
import { phaseLoadOf, phaseLoadShape } from './traffic.js';

export const phaseShape = z
  .strictObject({
    for: positiveDuration.describe('How long the phase lasts, such as 40s.'),
    role: z
      .enum(['baseline', 'outage', 'recovery'])
      .optional()
      .describe('By default baseline before the first fault, outage until the last one, then recovery.'),
    faults: z.array(faultShape).optional().describe('What goes wrong while it lasts.'),
    load: phaseLoadShape
      .optional()
      .describe('Who comes while it lasts, instead of the load of the scenario.'),
  })
  .meta({ title: 'a phase' });

export type WrittenPhase = z.output<typeof phaseShape>;

/** A phase before its role is known; a fault that could not be read leaves its place. */
export interface PhaseDraft {
  readonly name: string;
  readonly written: Partial<WrittenPhase>;
  readonly faults: readonly (FaultSpec | null)[];
}

export function draftOf(
  name: string,
  raw: Readonly<Record<string, unknown>>,
  catalog: Catalog,
  mistakes: Mistake[],
): PhaseDraft {
  const lasts = positiveDuration.safeParse(raw['for']);
  const path: Path = ['phases', name, 'faults'];
  const listed: readonly unknown[] = Array.isArray(raw['faults']) ? raw['faults'] : [];
  const faults = listed.map((each, index) => {
    const place = { path: [...path, index], phaseFor: lasts.success ? lasts.data : null };
    return isRecord(each) ? faultOf(each, place, catalog, mistakes) : null;
  });
  const written = phaseShape.safeParse(raw);
  return { name, written: written.success ? written.data : {}, faults };
}

/** Roles that the author left open follow from where the faults are. */
export function phasesOf(drafts: readonly PhaseDraft[], base: Load, mistakes: Mistake[]): Phase[] {
  const hurts = drafts.map((draft) => draft.faults.length > 0);
  const first = hurts.indexOf(true);
  const last = hurts.lastIndexOf(true);
  return drafts.map((draft, index) => ({
    name: draft.name,
    role: draft.written.role ?? roleAt(index, first, last),
    for: draft.written.for ?? 0,
    faults: draft.faults.filter((fault) => fault !== null),
    load: phaseLoadOf(draft.written.load, base, ['phases', draft.name, 'load'], mistakes),
  }));
}

function roleAt(index: number, first: number, last: number): Role {
  if (first < 0 || index < first) return 'baseline';
  return index <= last ? 'outage' : 'recovery';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
