import type { LookupAddress } from 'node:dns';
import { expect, test } from 'vitest';
import { lookupsOf, type AskForName } from '../../../src/run/proxy/lookups.js';

type Found = Parameters<AskForName>[1];

/** A resolver that answers when it is told to. */
function slow(): {
  readonly asked: string[];
  readonly heard: string[];
  readonly look: (name: string) => void;
  readonly answer: (name: string, error?: Error) => void;
} {
  const asked: string[] = [];
  const heard: string[] = [];
  const open = new Map<string, Found>();
  const lookup = lookupsOf((name, found) => {
    asked.push(name);
    open.set(name, found);
  });
  return {
    asked,
    heard,
    look: (name) =>
      lookup(name, {}, (error, found) =>
        heard.push(`${name} ${error?.message ?? (found as LookupAddress[])[0]?.address}`),
      ),
    answer: (name, error) => {
      const found = open.get(name);
      open.delete(name);
      if (error === undefined) found?.(null, [{ address: `at ${name}`, family: 4 }]);
      else found?.(error, []);
    },
  };
}

test('two names are looked up at once, others in their turn, and failures pass the turn on', () => {
  const { asked, heard, look, answer } = slow();
  for (const name of ['a', 'b', 'c', 'd']) look(name);
  expect(asked).toEqual(['a', 'b']);
  answer('b');
  expect(asked).toEqual(['a', 'b', 'c']);
  answer('c', new Error('no such host'));
  expect(asked).toEqual(['a', 'b', 'c', 'd']);
  answer('d');
  answer('a');
  expect(heard).toEqual(['b at b', 'c no such host', 'd at d', 'a at a']);
});

test('who asks for a name that is on its way gets that answer, and afterwards it is asked for anew', () => {
  const { asked, heard, look, answer } = slow();
  for (let turn = 0; turn < 8; turn += 1) look('stuck');
  look('fine');
  expect(asked).toEqual(['stuck', 'fine']);
  answer('fine');
  answer('stuck');
  expect(heard).toEqual(['fine at fine', ...Array<string>(8).fill('stuck at stuck')]);
  look('stuck');
  expect(asked).toEqual(['stuck', 'fine', 'stuck']);
});

test('localhost is never asked for', async () => {
  const { asked, heard, look } = slow();
  for (const name of ['x', 'y', 'localhost', 'LocalHost']) look(name);
  await new Promise((resolve) => setImmediate(resolve));
  expect(asked).toEqual(['x', 'y']);
  expect(heard).toEqual(['localhost ::1', 'LocalHost ::1']);
});
