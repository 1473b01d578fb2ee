/** Starts the subject, or finds the one that runs already, and waits until it answers. */
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { SubjectSpec } from '../../model/scenario.js';
import type { Subject, SubjectOptions } from '../contract.js';
import { resolved } from '../resolved.js';
import { guarded, guardianPath, type Guarded } from './guarded.js';
import { refuseForeign } from './here.js';
import { placeOf, type Place } from './place.js';
import { processEnvironment } from './process-environment.js';
import { untilReady } from './ready.js';
import { noteMark } from './sweep.js';
import { diedAtStart, neverReady, noFolder, noSubject, stoppedEarly } from './unready.js';

const LAST_WORDS = 20;

export async function startSubject(options: SubjectOptions): Promise<Subject> {
  const { spec, signal } = options;
  if (spec.start === null) throw noSubject();
  if (signal.aborted) throw stoppedEarly();
  const cwd = resolve(spec.cwd);
  if (!existsSync(cwd)) throw noFolder(cwd);
  if (spec.url !== null) await refuseForeign(spec.url, options.iOwnThisTarget);
  const guardian = guardianPath();
  const wanted = resolvedEnv(spec);
  const place = await placeOf(spec);
  const mark = randomUUID();
  const strikeOut = await noteMark(mark);
  const env = processEnvironment({
    inherited: process.env,
    wanted,
    decided: options.env,
    port: place.port,
  });
  const kept = guarded({ command: spec.start, cwd, env, mark }, guardian);
  const stop = async (): Promise<void> => {
    await kept.end();
    await strikeOut();
  };
  try {
    const url = await untilUp(spec, place, kept, signal);
    const lastWords = (): readonly string[] => kept.log.lastLines(LAST_WORDS);
    return { name: basename(cwd), url, died: kept.ended, lastWords, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

export async function attachSubject({
  spec,
  signal,
  iOwnThisTarget,
}: Omit<SubjectOptions, 'env'>): Promise<Subject> {
  if (spec.url === null) throw noSubject();
  await refuseForeign(spec.url, iOwnThisTarget);
  const url = new URL(spec.url);
  const readiness = await untilReady({
    candidates: [url],
    path: spec.ready,
    within: spec.readyWithin,
    signal,
  });
  if (signal.aborted) throw stoppedEarly();
  if (readiness.kind === 'not-ready') throw neverReady(spec, url, readiness.last, []);
  return {
    name: url.host,
    url,
    died: new Promise(() => undefined),
    lastWords: () => [],
    stop: () => Promise.resolve(),
  };
}

async function untilUp(spec: SubjectSpec, place: Place, kept: Guarded, signal: AbortSignal): Promise<URL> {
  const over = new AbortController();
  const ended = kept.ended.then((how) => ({ kind: 'ended', how }) as const);
  const readiness = untilReady({
    candidates: place.candidates,
    path: spec.ready,
    within: spec.readyWithin,
    signal: AbortSignal.any([signal, over.signal]),
  });
  const first = await Promise.race([ended, readiness]);
  over.abort();
  if (signal.aborted) throw stoppedEarly();
  const words = kept.log.lastLines(LAST_WORDS);
  if (first.kind === 'ended') throw diedAtStart(spec, first.how, words);
  const [url] = place.candidates;
  if (first.kind === 'not-ready') throw neverReady(spec, url ?? null, first.last, words);
  return first.url;
}

function resolvedEnv(spec: SubjectSpec): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(spec.env).map(([name, text]) => [name, resolved(text, `subject.env.${name}`)]),
  );
}
