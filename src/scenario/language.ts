/** The parts of both files by the names that authors know them by, with what the schema says of each key. */
import { z } from 'zod';
import { targetKeys, windowKeys } from './fault.js';
import type { Path } from './mistake.js';
import { configShape, scenarioShape } from './scenario-shape.js';
import { describedKeys, type DescribedKey } from './shape-keys.js';
import { toxicTargetKeys, toxicWindowKeys } from './toxic.js';

export interface Part {
  readonly id: string;
  readonly keys: readonly DescribedKey[];
}

const fault = z.strictObject({ ...targetKeys, ...windowKeys });
const toxic = z.strictObject({ ...toxicTargetKeys, ...toxicWindowKeys });

const UPSTREAM = ['upstreams', 'x'];
const JOURNEY = ['journeys', 'x'];
const PHASE = ['phases', 'x'];

const PLACES: readonly (readonly [id: string, shape: z.ZodType, path: Path])[] = [
  ['scenario', scenarioShape, []],
  ['upstream', scenarioShape, UPSTREAM],
  ['model', scenarioShape, [...UPSTREAM, 'model']],
  ['capacity', scenarioShape, [...UPSTREAM, 'capacity']],
  ['quota', scenarioShape, [...UPSTREAM, 'quota']],
  ['journey', scenarioShape, JOURNEY],
  ['request', scenarioShape, [...JOURNEY, 'request']],
  ['answer', scenarioShape, [...JOURNEY, 'answer']],
  ['stream', scenarioShape, [...JOURNEY, 'stream']],
  ['degraded', scenarioShape, [...JOURNEY, 'degraded']],
  ['error', scenarioShape, [...JOURNEY, 'error']],
  ['queued', scenarioShape, [...JOURNEY, 'queued']],
  ['effects', scenarioShape, [...JOURNEY, 'effects']],
  ['prompts', scenarioShape, ['prompts']],
  ['load', scenarioShape, ['load']],
  ['proxy', scenarioShape, ['proxies', 'x']],
  ['phase', scenarioShape, PHASE],
  ['cohort', scenarioShape, [...PHASE, 'cohort']],
  ['expect', scenarioShape, ['expect', 0]],
  ['fault', fault, []],
  ['share', fault, ['share']],
  ['flapping', fault, ['flapping']],
  ['burst', fault, ['burst']],
  ['match', fault, ['match']],
  ['toxic', toxic, []],
  ['config', configShape, []],
  ['subject', configShape, ['subject']],
];

export function languageParts(): readonly Part[] {
  return PLACES.map(([id, shape, path]) => ({ id, keys: describedKeys(shape, path) }));
}
