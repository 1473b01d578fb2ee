import { beforeEach, describe, expect, test } from 'vitest';
import { noop } from '../../../src/catalog/toxics/noop.js';
import type { Attributes, Chunk, Stage, StagePort, Toxic } from '../../../src/catalog/toxics/toxic.js';
import { randomOf } from '../../../src/kit/random.js';
import { Chain } from '../../../src/run/proxy/chain.js';
import type { Met, Sink, Surroundings } from '../../../src/run/proxy/chain-seat.js';
import { LiveToxic } from '../../../src/run/proxy/live-toxic.js';
import type { Wheel } from '../../../src/run/wheel.js';
import { settingOf } from '../../support/proxied.js';

let heard: string[] = [];
let met = new Map<string, Met>();
let cuts = 0;

const wheel: Wheel = {
  set: () => undefined,
  clear: () => undefined,
  size: 0,
  close: () => undefined,
};
const writer: Sink = {
  take: ({ bytes }) => heard.push(Buffer.from(bytes).toString()),
  sourceEnded: () => heard.push('END'),
};

beforeEach(() => {
  heard = [];
  met = new Map();
  cuts = 0;
});

function chainOf(connection = 1, seed = 1): Chain {
  const around: Surroundings = {
    connection,
    random: randomOf(seed),
    clock: { now: () => 0 },
    wheels: { thrifty: wheel, precise: wheel },
    metBy: (toxic) => {
      const fresh = { hasMet: false, bytes: 0 };
      met.set(toxic, fresh);
      return fresh;
    },
    cut: () => (cuts += 1),
    reset: () => heard.push('RESET'),
    woken: () => undefined,
  };
  return new Chain(around, writer);
}

/** Holds everything until it is interrupted or taken away. */
class Holding implements Stage {
  private readonly held_: Chunk[] = [];
  private readonly port: StagePort;
  private readonly verdict: 'pass' | 'end';

  constructor(port: StagePort, verdict: 'pass' | 'end') {
    this.port = port;
    this.verdict = verdict;
  }

  take(chunk: Chunk): void {
    this.held_.push(chunk);
  }

  sourceEnded(): void {
    // It keeps the end back as well.
  }

  wake(): void {
    this.release();
  }

  held(): number {
    return this.held_.length;
  }

  update(attributes: Attributes): void {
    if (attributes['keeps'] !== 1) this.release();
  }

  remove(): 'pass' | 'end' {
    this.release();
    return this.verdict;
  }

  private release(): void {
    for (const chunk of this.held_.splice(0)) this.port.pass(chunk);
  }
}

function holding(verdict: 'pass' | 'end' = 'pass'): Toxic {
  return { ...noop, type: 'holding', room: 2, open: () => (port) => new Holding(port, verdict) };
}

function live(toxic: Toxic, name: string, toxicity = 1): LiveToxic {
  return new LiveToxic(settingOf(toxic, {}, { name, toxicity }), { serial: 0, opened: 0 });
}

function send(chain: Chain, text: string): void {
  (chain.head ?? writer).take({ bytes: Buffer.from(text), stamp: 0 });
}

function end(chain: Chain): void {
  (chain.head ?? writer).sourceEnded();
}

describe('a chain', () => {
  test('has no head where every toxic was spared', () => {
    const chain = chainOf();
    for (const name of ['a', 'b', 'c']) chain.append(live(holding(), name, 0));
    expect(chain.head).toBeNull();
    expect(met.size).toBe(0);
  });

  test('lets what the last toxic held go when another is added behind it', () => {
    const chain = chainOf();
    chain.append(live(holding(), 'a'));
    send(chain, 'one');
    chain.append(live(holding(), 'b'));
    expect(heard).toEqual(['one']);
    send(chain, 'two');
    expect(heard).toEqual(['one']);
  });

  test('lets what the toxic before it held go when one is taken away', () => {
    const chain = chainOf();
    const [first, second] = [live(holding(), 'a'), live(holding(), 'b')];
    chain.append(first);
    chain.append(second);
    send(chain, 'one');
    chain.remove(second);
    expect(heard).toEqual(['one']);
    expect(chain.head).not.toBeNull();
  });

  test('passes the end on when the toxic that held it goes', () => {
    const chain = chainOf();
    const toxic = live(holding(), 'a');
    chain.append(toxic);
    send(chain, 'last');
    end(chain);
    chain.remove(toxic);
    expect([heard, cuts]).toEqual([['last', 'END'], 0]);
  });

  test('is cut when a toxic goes that lost bytes, and only where it was active', () => {
    for (const [toxicity, expected] of [
      [1, ['END']],
      [0, []],
    ] as const) {
      heard = [];
      const chain = chainOf();
      const toxic = live(holding('end'), 'a', toxicity);
      chain.append(toxic);
      chain.remove(toxic);
      expect(heard).toEqual(expected);
    }
    expect(cuts).toBe(1);
  });

  test('is full when a toxic holds more than its room', () => {
    const chain = chainOf();
    chain.append(live(holding(), 'a'));
    send(chain, 'one');
    send(chain, 'two');
    expect(chain.isFull()).toBe(false);
    send(chain, 'three');
    expect(chain.isFull()).toBe(true);
  });

  test('releases and passes by a toxic that an update spares, and takes it up again', () => {
    const chain = chainOf();
    const toxic = live(holding(), 'a');
    chain.append(toxic);
    send(chain, 'one');
    toxic.change({ toxicity: 0, attributes: new Map() });
    chain.update(toxic);
    send(chain, 'two');
    expect(heard).toEqual(['one', 'two']);
    toxic.change({ toxicity: 1, attributes: new Map() });
    chain.update(toxic);
    send(chain, 'three');
    expect(heard).toEqual(['one', 'two']);
    expect(chain.head).not.toBeNull();
  });

  test('draws anew for the toxic before the one that is added, updated or removed', () => {
    const outcomes = Array.from({ length: 60 }, (_, connection) => {
      const chain = chainOf(connection + 1);
      const states: boolean[] = [];
      const toxic = live(holding(), 'a', 0.5);
      chain.append(toxic);
      states.push(chain.head !== null);
      const idle = live(holding(), 'b', 0);
      chain.append(idle);
      states.push(chain.head !== null);
      chain.remove(idle);
      states.push(chain.head !== null);
      chain.update(toxic);
      states.push(chain.head !== null);
      return states;
    });
    for (const turn of [1, 2, 3]) {
      const changed = outcomes.filter((states) => states[turn] !== states[turn - 1]).length;
      expect(changed).toBeGreaterThan(15);
      expect(changed).toBeLessThan(45);
    }
  });

  test('tells what came to a toxic while it was active, and that nothing did', () => {
    const chain = chainOf();
    const toxic = live(noop, 'a');
    send(chain, 'before');
    chain.append(toxic);
    expect(met.get('a')).toEqual({ hasMet: false, bytes: 0 });
    send(chain, 'while');
    chain.remove(toxic);
    send(chain, 'afterwards');
    expect(met.get('a')).toEqual({ hasMet: true, bytes: 5 });
  });

  test.each<[string, (chain: Chain, port: StagePort) => void]>([
    ['an end', (chain) => end(chain)],
    ['a reset', (_, port) => port.reset()],
    ['an end that it makes itself', (_, port) => port.end()],
  ])('tells of %s that came without a byte', (_, act) => {
    const chain = chainOf();
    const ports: StagePort[] = [];
    const toxic: Toxic = {
      ...noop,
      open: () => (port, attributes) => {
        ports.push(port);
        return noop.open()(port, attributes);
      },
    };
    chain.append(live(toxic, 'a'));
    for (const port of ports) act(chain, port);
    expect(met.get('a')).toEqual({ hasMet: true, bytes: 0 });
  });

  test('does nothing any more once its connection is over', () => {
    const chain = chainOf();
    const toxic = live(holding('end'), 'a');
    chain.append(toxic);
    send(chain, 'one');
    chain.discard();
    chain.remove(toxic);
    expect(heard).toEqual([]);
  });
});

describe('a toxic of a proxy', () => {
  test('meets only so many connections, counted from when it was added', () => {
    const setting = settingOf(noop, {}, { connections: 2 });
    const toxic = new LiveToxic(setting, { serial: 0, opened: 5 });
    const met = Array.from({ length: 10 }, (_, index) => index + 1).filter((connection) =>
      toxic.isDrawn(randomOf(1), connection, 1),
    );
    expect(met).toEqual([6, 7]);
  });

  test('reads 64-bit integers as numbers', () => {
    const setting = { ...settingOf(noop), attributes: new Map([['latency', 9_223_372_036_854_775_807n]]) };
    expect(new LiveToxic(setting, { serial: 0, opened: 0 }).attributes['latency']).toBe(2 ** 63);
  });

  test.each([Number.NaN, -1, 0])('of toxicity %d is never drawn', (toxicity) => {
    const toxic = new LiveToxic(settingOf(noop, {}, { toxicity }), { serial: 0, opened: 0 });
    expect(toxic.isDrawn(randomOf(1), 1, 1)).toBe(false);
  });
});
