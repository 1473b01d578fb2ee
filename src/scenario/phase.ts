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
  /** What each fault names, even where the fault itself could not be read. */
  readonly targets: readonly Target[];
}

export interface Target {
  readonly on: string | null;
  readonly journey: string | null;
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
  return { name, written: written.success ? written.data : {}, faults, targets: listed.map(targetOf) };
}

function targetOf(fault: unknown): Target {
  const on = isRecord(fault) ? fault['on'] : null;
  const match = isRecord(fault) ? fault['match'] : null;
  const journey = isRecord(match) ? match['journey'] : null;
  return { on: typeof on === 'string' ? on : null, journey: typeof journey === 'string' ? journey : null };
}

/** Roles that the author left open follow from where the faults are. */
export function phasesOf(drafts: readonly PhaseDraft[], base: Load, mistakes: Mistake[]): Phase[] {
  const hurts = drafts.map((draft) => draft.faults.length > 0);
  const first = hurts.indexOf(true);
  const last = hurts.lastIndexOf(true);
  return drafts.map((draft, index) => ({
    name: draft.name,
    role: draft.written.role ?? (first < 0 ? roleNamed(draft.name) : roleAt(index, first, last)),
    for: draft.written.for ?? 0,
    faults: draft.faults.filter((fault) => fault !== null),
    network: [],
    cohorts: [],
    load: phaseLoadOf(draft.written.load, base, ['phases', draft.name, 'load'], mistakes),
  }));
}

function roleAt(index: number, first: number, last: number): Role {
  if (index < first) return 'baseline';
  return index <= last ? 'outage' : 'recovery';
}

/** Without any fault, only the names tell what was meant. */
function roleNamed(name: string): Role {
  return name === 'outage' || name === 'recovery' ? name : 'baseline';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
