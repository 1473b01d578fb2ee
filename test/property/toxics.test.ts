import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toxics } from '../../src/catalog/toxics/shelf.js';
import type { Attributes } from '../../src/catalog/toxics/toxic.js';
import { benchOf, type Bench, type BenchLink, type Fixture } from '../support/toxic-bench.js';

const LOSSY = ['timeout', 'limit_data', 'reset_peer', 'packet_loss', 'limit_time'];

const all = toxics.map(({ type }) => type);

const lossless = all.filter((type) => !LOSSY.includes(type));

type Event =
  | { readonly do: 'read'; readonly length: number }
  | { readonly do: 'add'; readonly fixture: Fixture }
  | { readonly do: 'update'; readonly at: number; readonly value: number; readonly toxicity: number }
  | { readonly do: 'remove'; readonly at: number };

const HUGE = [0, 1, -1, 2 ** 31, 2 ** 53, 2 ** 62, 2 ** 63, -(2 ** 63), Number.MAX_VALUE];

const anyNumber = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: -50, max: 2000 }) },
  { weight: 1, arbitrary: fc.integer() },
  { weight: 1, arbitrary: fc.constantFrom(...HUGE) },
);

const toxicities = fc.constantFrom(1, 1, 0.5, 0);

function fixturesOf(types: readonly string[], value: fc.Arbitrary<number>): fc.Arbitrary<Fixture> {
  return fc
    .tuple(fc.constantFrom(...types), fc.array(value, { minLength: 3, maxLength: 3 }), toxicities)
    .map(([type, values, toxicity]) => ({ type, attributes: attributesOf(type, values), toxicity }));
}

function attributesOf(type: string, values: readonly number[]): Attributes {
  const names = toxics.find((toxic) => toxic.type === type)?.attributes.map(({ name }) => name) ?? [];
  return Object.fromEntries(names.map((name, index) => [name, values[index % values.length] ?? 0]));
}

function eventsOf(types: readonly string[], value: fc.Arbitrary<number>): fc.Arbitrary<Event> {
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('read' as const), length: fc.integer({ min: 1, max: 3000 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('add' as const), fixture: fixturesOf(types, value) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('update' as const),
        at: fc.nat(3),
        value,
        toxicity: toxicities,
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('remove' as const), at: fc.nat(3) }) },
  );
}

interface Story {
  readonly seed: number;
  readonly chain: readonly Fixture[];
  readonly events: readonly (readonly [after: number, event: Event])[];
}

function storiesOf(types: readonly string[], value: fc.Arbitrary<number>): fc.Arbitrary<Story> {
  return fc.record({
    seed: fc.nat(),
    chain: fc.array(fixturesOf(types, value), { maxLength: 4 }),
    events: fc.array(fc.tuple(fc.nat(150), eventsOf(types, value)), { maxLength: 25 }),
  });
}

class Play {
  readonly bench: Bench;
  readonly link: BenchLink;
  readonly sent: number[] = [];
  private readonly types: string[];
  private time = 0;
  private next = 0;

  constructor({ seed, chain, events }: Story) {
    this.bench = benchOf(seed);
    this.link = this.bench.link(...chain);
    this.types = chain.map(({ type }) => type);
    for (const [after, event] of events) {
      this.time += after;
      this.bench.at(this.time, () => this.act(event));
    }
    this.bench.at(this.time + 1, () => this.link.endSource());
  }

  /** All toxics go at last, so that nothing is left inside. */
  playOut(): void {
    this.bench.run(this.time + 5000);
    if (this.link.isOver()) expect(this.bench.alarms.size).toBe(0);
    while (this.types.length > 0) this.removeAt(0);
    this.bench.run();
  }

  received(): readonly number[] {
    return this.link.outcome().deliveries.flatMap(({ bytes }) => [...bytes]);
  }

  private act(event: Event): void {
    switch (event.do) {
      case 'read':
        this.read(event.length);
        break;
      case 'add':
        if (this.link.isOver()) break;
        this.types.push(event.fixture.type);
        this.link.add(event.fixture);
        break;
      case 'update':
        this.link.update(event.at, attributesOf(this.types[event.at] ?? '', [event.value]), event.toxicity);
        break;
      case 'remove':
        this.removeAt(event.at);
    }
  }

  private removeAt(index: number): void {
    this.types.splice(index, 1);
    this.link.remove(index);
  }

  private read(length: number): void {
    const bytes = Uint8Array.from({ length }, () => (this.next++ * 7) % 251);
    this.sent.push(...bytes);
    this.link.read(bytes);
  }
}

const usual = fc.integer({ min: -20, max: 400 });

describe('a chain of toxics, changed at any moment', () => {
  it('loses, invents and swaps no byte, and ends behind the last one', () => {
    fc.assert(
      fc.property(storiesOf(lossless, usual), (story) => {
        const play = new Play(story);
        play.playOut();
        expect(play.received()).toEqual(play.sent);
        const { deliveries, endedAt, resetAt } = play.link.outcome();
        expect(endedAt).toBeGreaterThanOrEqual(deliveries.at(-1)?.at ?? 0);
        expect(resetAt).toBeNull();
      }),
      { numRuns: 300 },
    );
  });

  it('gives a part of the stream from its beginning, where it cuts but does not discard', () => {
    const cutting = [...lossless, 'limit_data', 'limit_time'];
    fc.assert(
      fc.property(storiesOf(cutting, usual), (story) => {
        const play = new Play(story);
        play.playOut();
        const received = play.received();
        expect(received).toEqual(play.sent.slice(0, received.length));
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, turns in circles or moves time back, whatever the attributes', () => {
    fc.assert(
      fc.property(storiesOf(all, anyNumber), (story) => {
        const play = new Play(story);
        play.playOut();
        const times = play.link.outcome().deliveries.map(({ at }) => at);
        expect(times).toEqual(times.toSorted((a, b) => a - b));
        expect(play.link.isOver()).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it('plays the same with the same seed', () => {
    fc.assert(
      fc.property(storiesOf(all, usual), (story) => {
        const [one, other] = [new Play(story), new Play(story)];
        one.playOut();
        other.playOut();
        expect(one.link.outcome()).toEqual(other.link.outcome());
      }),
      { numRuns: 50 },
    );
  });
});
