import { describe, expect, test } from 'vitest';
import { filesBelow, importsOf, textOf, urlOf } from './tree.js';

interface Shelf {
  readonly room: string;
  readonly file: string;
  /** The contract of its entries: the type that an entry is declared as, or made by. */
  readonly entry: RegExp;
  /** Where an entry says its id. */
  readonly id: 'id' | 'kind' | 'type';
  /** Files that declare an entry's type for another reason. */
  readonly except: readonly string[];
}

const SHELVES: readonly Shelf[] = [
  shelf('arrivals', /^export const \w+: Arrival\b/m),
  { ...shelf('faults', /^export const \w+(?:: Fault\b| = defineFault\()/m), id: 'kind' },
  { ...shelf('toxics', /^export const \w+: Toxic\b/m), id: 'type' },
  shelf('providers', /^export const \w+: Provider\b/m),
  shelf('measures', /^export const \w+(?:: Measure\b| = \w*[sS]hare\()/m),
  shelf('checks', /^export const \w+: Check\b/m),
  shelf('reporters', /^export const \w+: Reporter\b/m),
];

function shelf(room: string, entry: RegExp): Shelf {
  return { room, file: `src/catalog/${room}/shelf.ts`, entry, id: 'id', except: [] };
}

function entriesOf({ file, room, entry }: Shelf): readonly string[] {
  return importsOf(file)
    .filter(({ to, isOurs }) => isOurs && to.startsWith(`src/catalog/${room}/`) && entry.test(textOf(to)))
    .map(({ to }) => to);
}

const everyImport = filesBelow('src').flatMap(importsOf);
const isImported = (path: string): boolean => everyImport.some(({ to }) => to === path);

describe.each(SHELVES)('the shelf of $room', (one) => {
  const { room, file, entry, except } = one;
  const files = filesBelow(`src/catalog/${room}`).filter((path) => path !== file);

  test('carries every entry of its room', () => {
    const entries = files.filter((path) => entry.test(textOf(path)) && !except.includes(path));
    expect(entries.length).toBeGreaterThan(0);
    expect(entries.filter((path) => !entriesOf(one).includes(path))).toEqual([]);
  });

  test('has no file beside it that nobody uses', () => {
    expect(files.filter((path) => !isImported(path))).toEqual([]);
  });

  test('names each entry once, and each file after its entry', async () => {
    const ids = await idsOn(one);
    const names = entriesOf(one).map((path) => path.replace(/^.*\//, '').replace(/\.ts$/, ''));
    // Toxiproxy's names have underscores, files have none.
    expect(ids.map((id) => id.replaceAll('_', '-')).toSorted()).toEqual(names.toSorted());
  });

  test('has a test for each entry that mentions it', async () => {
    // Specimens are played by the tests of their shelf.
    const tests = filesBelow('test').filter((path) => /\.test\.ts$|specimens\.ts$/.test(path));
    const texts = tests.map((path) => `${path}\n${textOf(path)}`);
    const ids = await idsOn(one);
    expect(ids.filter((id) => !texts.some((text) => mentions(text, id)))).toEqual([]);
  });

  test('says at the head of each entry what it imitates or means', () => {
    const hasWords = (path: string): boolean => /^\/\*\*[\s\S]{40,}?\*\//m.test(textOf(path));
    expect(entriesOf(one).filter((path) => !hasWords(path) && !says(path))).toEqual([]);
  });
});

async function idsOn({ file, id }: Shelf): Promise<readonly string[]> {
  const module = (await import(urlOf(file))) as Readonly<Record<string, unknown>>;
  const lists = Object.values(module).filter((value) => Array.isArray(value));
  const ids = lists.flatMap((list: readonly unknown[]) => list.map((item) => idIn(item, id)));
  return ids.filter((one) => one !== null);
}

function idIn(item: unknown, key: string): string | null {
  if (typeof item !== 'object' || item === null || !(key in item)) return null;
  const value = (item as Readonly<Record<string, unknown>>)[key];
  return typeof value === 'string' ? value : null;
}

function mentions(text: string, id: string): boolean {
  return new RegExp(String.raw`(?:[/'"\x60]|^ +)${id}(?:\.js|\.test\.ts|['"\x60 .:])`, 'm').test(text);
}

// A measure defines itself, a check gives its reason and a reporter its summary: in their own fields.
function says(path: string): boolean {
  return /\b(?:definition|why|summary):/.test(textOf(path));
}
