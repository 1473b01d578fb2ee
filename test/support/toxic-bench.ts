/** Toxics on a bench: the chain of a link without its sockets, whose time passes only when nothing is left to do at the moment. */
import { toxicByType } from '../../src/catalog/toxics/shelf.js';
import type { Attributes, Chunk, Stage, StageMaker, Toxic } from '../../src/catalog/toxics/toxic.js';
import { randomOf, type Random } from '../../src/kit/random.js';
import type { Seat, Sink, Surroundings } from '../../src/run/proxy/chain-seat.js';
import { Chain } from '../../src/run/proxy/chain.js';
import { LiveToxic } from '../../src/run/proxy/live-toxic.js';
import { settingOf } from './proxied.js';

export interface Delivery {
  readonly at: number;
  readonly bytes: Uint8Array;
}

export interface Outcome {
  readonly deliveries: readonly Delivery[];
  readonly endedAt: number | null;
  readonly resetAt: number | null;
  readonly wakes: number;
}

export interface Fixture {
  readonly type: string;
  readonly attributes?: Attributes;
  readonly toxicity?: number;
  /** A maker that several links share; one of its own without it. */
  readonly maker?: StageMaker;
}

/** Chunks, or what became of them. */
export type Times = readonly (readonly [at: number, length: number])[];

export interface BenchOptions {
  readonly seed?: number;
  /** By how much each timer is late; below 0 it is early, as Node's may be. */
  readonly lateness?: () => number;
}

const MOST_WAKES = 200_000;

export function makerOf(type: string): StageMaker {
  return named(type).open();
}

function named(type: string): Toxic {
  const toxic = toxicByType(type);
  if (toxic === undefined) throw new Error(`no toxic ${type}`);
  return toxic;
}

/** One clock for all links on the bench. */
export class Bench {
  private time = 0;
  private wakes = 0;
  private readonly agenda: { readonly at: number; readonly act: () => void }[] = [];
  private links = 0;
  readonly alarms: Alarms;
  readonly random: Random;

  constructor({ seed = 1, lateness = () => 0 }: BenchOptions = {}) {
    this.random = randomOf(seed);
    this.alarms = new Alarms(this, lateness);
  }

  now(): number {
    return this.time;
  }

  link(...fixtures: readonly Fixture[]): BenchLink {
    this.links += 1;
    const link = new BenchLink(this, this.links);
    for (const fixture of fixtures) link.add(fixture);
    return link;
  }

  at(moment: number, act: () => void): void {
    this.agenda.push({ at: moment, act });
    this.agenda.sort((a, b) => a.at - b.at);
  }

  /** Until nothing is left to do, or until a moment. */
  run(until = Number.POSITIVE_INFINITY): void {
    for (;;) {
      const planned = this.agenda[0]?.at ?? Number.POSITIVE_INFINITY;
      const due = this.alarms.first();
      const next = Math.min(planned, due);
      if (next === Number.POSITIVE_INFINITY || next > until) break;
      this.time = Math.max(this.time, next);
      if (planned <= due) this.agenda.shift()?.act();
      else this.wake(due);
    }
    if (until !== Number.POSITIVE_INFINITY) this.time = Math.max(this.time, until);
  }

  woken(): number {
    return this.wakes;
  }

  private wake(due: number): void {
    this.alarms.ring(due);
    this.wakes += 1;
    if (this.wakes > MOST_WAKES) throw new Error(`still not done after ${MOST_WAKES} wakes`);
  }
}

/** The timers of the bench: each as late as the bench wants it. */
class Alarms {
  private readonly bench: Bench;
  private readonly lateness: () => number;
  private readonly fires = new Map<Seat, number>();

  constructor(bench: Bench, lateness: () => number) {
    this.bench = bench;
    this.lateness = lateness;
  }

  get size(): number {
    return this.fires.size;
  }

  set(alarm: Seat, due: number): void {
    if (Number.isNaN(due) || due - this.bench.now() > 2 ** 31 - 1)
      throw new Error(`no timer waits until ${due}`);
    this.fires.set(alarm, Math.max(due + this.lateness(), this.bench.now()));
  }

  clear(alarm: Seat): void {
    this.fires.delete(alarm);
  }

  first(): number {
    return Math.min(Number.POSITIVE_INFINITY, ...this.fires.values());
  }

  ring(due: number): void {
    const [alarm] = [...this.fires].find(([, fires]) => fires === due) ?? [];
    if (alarm === undefined) return;
    this.fires.delete(alarm);
    alarm.ring();
  }

  close(): void {
    this.fires.clear();
  }
}

/** The chain of one link, and what came out at its end. */
export class BenchLink implements Sink {
  private readonly bench: Bench;
  private readonly chain: Chain;
  private readonly toxics: LiveToxic[] = [];
  private readonly stages = new Map<LiveToxic, Stage>();
  private readonly out: Delivery[] = [];
  private added = 0;
  private hasSourceEnded = false;
  private endedAt: number | null = null;
  private resetAt: number | null = null;

  constructor(bench: Bench, connection: number) {
    this.bench = bench;
    this.chain = new Chain(this.surroundings(connection), this);
  }

  /** Reads a chunk now. */
  read(bytes: Uint8Array): void {
    if (this.isOver() || this.hasSourceEnded) return;
    (this.chain.head ?? this).take({ bytes, stamp: this.bench.now() });
  }

  endSource(): void {
    if (this.hasSourceEnded) return;
    this.hasSourceEnded = true;
    (this.chain.head ?? this).sourceEnded();
  }

  add({ type, attributes = {}, toxicity = 1, maker }: Fixture): void {
    if (this.isOver()) return;
    const made = maker ?? makerOf(type);
    const open = (): StageMaker => (port, values) => {
      const stage = made(port, values);
      this.stages.set(toxic, stage);
      return stage;
    };
    const setting = settingOf({ ...named(type), open }, attributes, { toxicity });
    const toxic = new LiveToxic(setting, { serial: this.added, opened: 0 });
    this.added += 1;
    this.toxics.push(toxic);
    this.chain.append(toxic);
  }

  update(index: number, attributes: Attributes, toxicity = 1): void {
    const toxic = this.toxics[index];
    if (toxic === undefined || this.isOver()) return;
    toxic.change({ toxicity, attributes: new Map(Object.entries(attributes)) });
    this.chain.update(toxic);
  }

  remove(index: number): void {
    if (this.isOver()) return;
    const [toxic] = this.toxics.splice(index, 1);
    if (toxic !== undefined) this.chain.remove(toxic);
  }

  /** What the stage of a toxic holds back. */
  held(index: number): number {
    const toxic = this.toxics[index];
    return toxic === undefined ? 0 : (this.stages.get(toxic)?.held() ?? 0);
  }

  /** What the chain lets through. */
  take({ bytes }: Chunk): void {
    if (this.endedAt !== null) throw new Error('bytes behind the end');
    if (this.resetAt === null) this.out.push({ at: this.bench.now(), bytes });
  }

  /** The end has come through the chain. */
  sourceEnded(): void {
    if (this.isOver()) return;
    this.endedAt = this.bench.now();
    this.chain.discard();
  }

  isOver(): boolean {
    return this.resetAt !== null || this.endedAt !== null;
  }

  outcome(): Outcome {
    const { endedAt, resetAt } = this;
    return { deliveries: this.out, endedAt, resetAt, wakes: this.bench.woken() };
  }

  private surroundings(connection: number): Surroundings {
    return {
      connection,
      random: this.bench.random,
      clock: this.bench,
      wheels: { thrifty: this.bench.alarms, precise: this.bench.alarms },
      metBy: () => ({ hasMet: false, bytes: 0 }),
      cut: () => undefined,
      reset: () => this.reset(),
      woken: () => undefined,
    };
  }

  private reset(): void {
    if (this.isOver()) return;
    this.resetAt = this.bench.now();
    this.chain.discard();
  }
}

export function shown(link: BenchLink): Times {
  return link.outcome().deliveries.map(({ at, bytes }) => [at, bytes.length]);
}

export function feed(bench: Bench, link: BenchLink, chunks: Times): void {
  for (const [at, length] of chunks) bench.at(at, () => link.read(new Uint8Array(length)));
}

export function fixture(type: string, attributes: Fixture['attributes'] = {}): Fixture {
  return { type, attributes };
}

/** Timers come up to 1 ms early and up to 3 ms late. */
export function benchOf(seed: number): Bench {
  const bench: Bench = new Bench({ seed, lateness: () => jitter() * 4 - 1 });
  const jitter = bench.random.at('lateness').sequence();
  return bench;
}
