/**
 * A file part by part: what is wrong in one entry must not hide what is wrong in the next, so every
 * entry is read by itself, and one that can't be read leaves its name behind.
 */
import type { z } from 'zod';
import type { AbortRule, Gate } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import { abortOf, gateOf, gateShape } from './gate.js';
import { journeyShape } from './journey.js';
import type { WrittenJourney } from './journey.js';
import type { Mistake, Path } from './mistake.js';
import { draftOf } from './phase.js';
import type { PhaseDraft } from './phase.js';
import { proxyShape } from './proxy.js';
import type { WrittenProxy } from './proxy.js';
import { upstreamShape } from './upstream.js';
import type { WrittenUpstream } from './upstream.js';

/** By name; null for what could not be read. */
export type Entries<T> = ReadonlyMap<string, T | null>;

export interface AppDraft {
  readonly upstreams: Entries<WrittenUpstream>;
  readonly journeys: Entries<WrittenJourney>;
  readonly proxies: Entries<WrittenProxy>;
}

export interface PlacedRule<G extends Gate = Gate> {
  readonly gate: G;
  readonly path: Path;
  /** Whether `during` and the like have keys of their own. */
  readonly isText: boolean;
}

export interface TimelineDraft {
  readonly phases: readonly PhaseDraft[];
  readonly expect: readonly PlacedRule[];
  readonly abort: readonly PlacedRule<AbortRule>[];
}

export function appDraftOf(raw: unknown): AppDraft {
  return {
    upstreams: entriesOf(raw, 'upstreams', upstreamShape),
    journeys: entriesOf(raw, 'journeys', journeyShape),
    proxies: entriesOf(raw, 'proxies', proxyShape),
  };
}

export function timelineDraftOf(raw: unknown, catalog: Catalog, mistakes: Mistake[]): TimelineDraft {
  const phases = Object.entries(recordIn(raw, 'phases')).map(([name, phase]) =>
    draftOf(name, asRecord(phase), catalog, mistakes),
  );
  const expect = rulesIn(raw, 'expect').flatMap(({ written, path }) => {
    const shaped = gateShape.safeParse(written);
    const gate = shaped.success ? gateOf(shaped.data, path, catalog, mistakes) : null;
    return gate === null ? [] : [{ gate, path, isText: typeof written === 'string' }];
  });
  const abort = rulesIn(raw, 'abort').flatMap(({ written, path }) => {
    const gate = typeof written === 'string' ? abortOf(written, path, catalog, mistakes) : null;
    return gate === null ? [] : [{ gate, path, isText: true }];
  });
  return { phases, expect, abort };
}

export function recordIn(raw: unknown, key: string): Readonly<Record<string, unknown>> {
  return asRecord(asRecord(raw)[key]);
}

function entriesOf<T>(raw: unknown, key: string, shape: z.ZodType<T>): Entries<T> {
  return new Map(
    Object.entries(recordIn(raw, key)).map(([name, entry]) => {
      const read = shape.safeParse(entry);
      return [name, read.success ? read.data : null];
    }),
  );
}

function rulesIn(raw: unknown, key: string): readonly { written: unknown; path: Path }[] {
  const written = asRecord(raw)[key];
  if (written === undefined) return [];
  if (!Array.isArray(written)) return [{ written, path: [key] }];
  return written.map((each: unknown, index) => ({ written: each, path: [key, index] }));
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? (value as Readonly<Record<string, unknown>>) : {};
}
