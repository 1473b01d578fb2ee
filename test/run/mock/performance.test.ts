import { expect, test } from 'vitest';
import type { WirePlan, WireStep } from '../../../src/model/wire.js';
import type { Ending } from '../../../src/run/mock/outcome.js';
import { Performance } from '../../../src/run/mock/performance.js';

interface Staging {
  readonly lag?: number;
  readonly framing?: 'none' | 'chunked';
}

/** Performs a plan in a time of our own, which moves from one step that is due to the next. */
function stage(plan: WirePlan, { lag = 0, framing = 'none' }: Staging = {}) {
  const said: string[] = [];
  const endings: Ending[] = [];
  let now = 0;
  let waiting: { readonly due: number } | null = null;
  const say = (text: string): void => void said.push(`${now} ${text}`);
  const performance = new Performance(plan, 0, {
    clock: { now: () => now },
    wheel: {
      set: (_, due) => (waiting = { due }),
      clear: () => (waiting = null),
      size: 0,
      close: () => undefined,
    },
    outlet: {
      framing: () => framing,
      send: (bytes) => say(`send ${Buffer.from(bytes).toString()}`),
      head: (status) => say(`head ${status}`),
      whole: (status, _, body) => say(`whole ${status} ${body}`),
      write: (text) => say(`write ${text}`),
      end: () => say('end'),
      fin: () => say('fin'),
      reset: () => say('reset'),
      together: (speak) => speak(),
    },
    onEnd: (ending) => void endings.push(ending),
    onHang: () => say('hangs'),
  });
  const run = (): void => {
    performance.ring(now);
    while (waiting !== null) {
      now = waiting.due + lag;
      waiting = null;
      performance.ring(now);
    }
  };
  return { performance, said, endings, run };
}

function head(after = 0, status = 200): WireStep {
  return { do: 'head', after, status, headers: {} };
}

function token(text: string, after: number): WireStep {
  return { do: 'write', after, text, part: 'token', tokens: 1 };
}

const end: WireStep = { do: 'end', after: 0 };

test('each step goes out at its time, counted from the one before it', () => {
  const { run, said } = stage([head(5), token('a', 10), token('b', 20), end]);
  run();
  expect(said).toEqual(['5 head 200', '15 write a', '35 write b', '35 end']);
});

test('a late step pushes no later one back', () => {
  const { run, said } = stage([head(5), token('a', 10), token('b', 20), end], { lag: 3 });
  run();
  expect(said).toEqual(['8 head 200', '18 write a', '38 write b', '38 end']);
});

test('what is due at the same time goes out as one', () => {
  const { run, said } = stage([head(), token('a', 0), token('b', 0), token('c', 4), end]);
  run();
  expect(said).toEqual(['0 head 200', '0 write ab', '4 write c', '4 end']);
});

test('a whole answer is one act, at its time', () => {
  const body: WireStep = { do: 'write', after: 0, text: '{}', part: 'body', tokens: 7 };
  const { run, said, endings } = stage([head(9, 200), body, end]);
  run();
  expect(said).toEqual(['9 whole 200 {}']);
  expect(endings).toEqual([
    { by: 'end', hung: false, status: 200, written: 7, committed: 0, terminated: false, firstToken: 9 },
  ]);
});

test('a reset never takes back what was said: it waits for words that are as late as itself', () => {
  const reset: WireStep = { do: 'reset', after: 1 };
  const late = stage([head(5), token('a', 0), reset], { lag: 3 });
  late.run();
  expect(late.said.slice(0, 2)).toEqual(['8 head 200', '8 write a']);
  expect(late.said).toHaveLength(3);
  expect(Number.parseFloat(late.said[2] ?? '')).toBeGreaterThan(8);
  const inTime = stage([head(5), token('a', 0), reset]);
  inTime.run();
  expect(inTime.said).toEqual(['5 head 200', '5 write a', '6 reset']);
});

test('tokens that were billed are counted apart from tokens that were written', () => {
  const { run, endings } = stage([
    head(),
    token('a', 1),
    { do: 'commit', after: 5, tokens: 40 },
    { do: 'reset', after: 0 },
  ]);
  run();
  expect(endings).toEqual([
    { by: 'reset', hung: false, status: 200, written: 1, committed: 40, terminated: false, firstToken: 1 },
  ]);
});

test('a hang says nothing more until it is resumed, and then goes on from there', () => {
  const { run, performance, said, endings } = stage([head(), token('a', 1), { do: 'hang', after: 0 }]);
  run();
  expect([said.at(-1), endings.length]).toEqual(['1 hangs', 0]);
  performance.resume([token('b', 0), end], 100);
  expect(endings[0]).toMatchObject({ by: 'end', hung: false, written: 2 });
});

test('tells how many steps have gone out, so that what is left of an answer can be found', () => {
  const { run, performance } = stage([head(), token('a', 1), { do: 'hang', after: 0 }]);
  run();
  expect(performance.said()).toBe(3);
});

test('a long stream says the same in chunks of bytes as it says in text', () => {
  const tokens = Array.from({ length: 30 }, (_, index) =>
    token(index === 20 ? 'ü𝄞' : `t${index}`, index % 3),
  );
  const plan = [head(), ...tokens, end];
  const [text, bytes] = (['none', 'chunked'] as const).map((framing) => {
    const { run, said, endings } = stage(plan, { framing });
    run();
    return { said, endings };
  });
  const unframed = bytes?.said.map((line) =>
    line.replace(/send/, 'write').replaceAll(/[0-9a-f]+\r\n(.*)\r\n/g, '$1'),
  );
  expect(unframed).toEqual(text?.said);
  expect(bytes?.endings).toEqual(text?.endings);
});

test('a subject that left is told of once, and nothing more goes out', () => {
  const { performance, said, endings } = stage([head(), token('a', 50), end]);
  performance.ring(0);
  performance.leave();
  performance.ring(50);
  performance.close();
  expect(said).toEqual(['0 head 200']);
  expect(endings.map(({ by }) => by)).toEqual(['left']);
});

test('the end of the run closes the connection under whatever is open', () => {
  const { performance, said, endings } = stage([{ do: 'hang', after: 0 }]);
  performance.ring(0);
  performance.close();
  expect(said).toEqual(['0 hangs', '0 fin']);
  expect(endings).toMatchObject([{ by: 'closed', hung: true }]);
});
