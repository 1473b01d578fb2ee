import { describe, expect, test } from 'vitest';
import { filesBelow, importsOf, packageOf, textOf, type Import } from './tree.js';
import ts from 'typescript';

/** A room imports only from the floors above its own; rooms on one floor don't know one another. */
const FLOORS: readonly (readonly string[])[] = [
  ['kit'],
  ['model'],
  ['catalog'],
  ['scenario', 'score', 'report', 'simulate'],
  ['run'],
  ['demo'],
  ['entry'],
];

const PURE = ['kit', 'model', 'catalog', 'scenario', 'score', 'report', 'simulate'];

/** Doors may import from anywhere. */
const DOORS = ['src/index.ts', 'src/bin.ts'];

/** What a room within a room may know of its neighbours; files beside the rooms belong to all of them. */
const NEIGHBOURS: Readonly<Record<string, readonly string[]>> = {
  'catalog/answers': [],
  'catalog/arrivals': ['catalog/answers'],
  'catalog/providers': ['catalog/answers'],
  'catalog/faults': ['catalog/answers', 'catalog/providers'],
  'catalog/toxics': [],
  'catalog/upstreams': ['catalog/faults', 'catalog/providers'],
  'catalog/measures': ['catalog/answers', 'catalog/faults'],
  'catalog/checks': ['catalog/answers', 'catalog/measures'],
  'catalog/reporters': ['catalog/answers'],
  'run/mock': [],
  'run/proxy': [],
  'run/load': [],
  'run/subject': [],
  'run/record': [],
  'run/conductor': ['run/mock', 'run/proxy', 'run/load', 'run/subject', 'run/record'],
  'entry/cli': [],
};

/** One library lives in one room. */
const LIBRARIES: Readonly<Record<string, readonly string[]>> = {
  yaml: ['scenario'],
  zod: ['scenario', 'catalog'],
  msw: ['run/mock'],
  'toxiproxy-node-client': ['run/proxy'],
  autocannon: ['run/load'],
  undici: ['run/load'],
  'hdr-histogram-js': ['kit', 'run/load'],
  handlebars: ['catalog/reporters'],
  picocolors: ['catalog/reporters', 'entry/cli'],
  yargs: ['entry/cli'],
};

/** Node's own modules that have no effect outside: the only ones for pure rooms. */
const PURE_MODULES = ['node:crypto'];

const BANNED = ['Date', 'performance', 'process', 'console', 'setTimeout', 'setInterval', 'setImmediate'];
const BANNED_TOO = ['queueMicrotask', 'fetch', 'crypto', 'WebSocket', 'EventSource', 'globalThis', 'require'];

const sources = filesBelow('src').filter((path) => !DOORS.includes(path));
const imports = sources.flatMap(importsOf);

function roomOf(path: string): string {
  return path.split('/')[1] ?? '';
}

/** `catalog/faults` for a file in it, whatever lies between; null for a file beside such rooms. */
function innerRoomOf(path: string): string | null {
  const [, room, inner, ...rest] = path.split('/');
  return rest.length > 0 && (room === 'catalog' || room === 'run' || room === 'entry')
    ? `${room}/${inner}`
    : null;
}

function floorOf(path: string): number {
  return FLOORS.findIndex((rooms) => rooms.includes(roomOf(path)));
}

function shown(found: readonly Import[]): readonly string[] {
  return found.map(({ from, to }) => `${from} imports ${to}`);
}

describe('rooms', () => {
  test('every file lies in a room of the table', () => {
    expect(sources.filter((path) => floorOf(path) < 0)).toEqual([]);
    const inner = new Set(sources.map(innerRoomOf).filter((room) => room !== null));
    expect([...inner].toSorted()).toEqual(Object.keys(NEIGHBOURS).toSorted());
  });

  test('a room imports only from the rooms above it', () => {
    const wrong = imports.filter(({ from, to, isOurs }) => {
      if (!isOurs || roomOf(from) === roomOf(to)) return false;
      return floorOf(to) < 0 || floorOf(to) >= floorOf(from);
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('a room within a room knows only the neighbours that it may', () => {
    const wrong = imports.filter(({ from, to, isOurs }) => {
      const [own, other] = [innerRoomOf(from), innerRoomOf(to)];
      if (!isOurs || roomOf(from) !== roomOf(to) || own === null || other === null || own === other)
        return false;
      return !(NEIGHBOURS[own] ?? []).includes(other);
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('nobody imports a door', () => {
    expect(shown(imports.filter(({ to }) => DOORS.includes(to)))).toEqual([]);
  });

  test('no import leaves src or leads nowhere', () => {
    const known = new Set(filesBelow('src'));
    expect(shown(imports.filter(({ to, isOurs }) => isOurs && !known.has(to)))).toEqual([]);
  });

  test('no file needs itself through others when it runs', () => {
    expect(cyclesIn(imports.filter(({ isOurs, isType }) => isOurs && !isType))).toEqual([]);
  });
});

describe('libraries', () => {
  test('a library is imported only in its room', () => {
    const wrong = imports.filter(({ from, to, isOurs }) => {
      if (isOurs || to.startsWith('node:')) return false;
      const rooms = LIBRARIES[packageOf(to)] ?? [];
      return !rooms.some((room) => from.startsWith(`src/${room}/`));
    });
    expect(shown(wrong)).toEqual([]);
  });

  test('every library that we depend on has its room', () => {
    const manifest = JSON.parse(textOf('package.json')) as { readonly dependencies: object };
    expect(Object.keys(manifest.dependencies).filter((name) => LIBRARIES[name] === undefined)).toEqual([]);
  });

  test('pure rooms use no module of Node that has an effect', () => {
    const wrong = imports.filter(
      ({ from, to }) => PURE.includes(roomOf(from)) && to.startsWith('node:') && !PURE_MODULES.includes(to),
    );
    expect(shown(wrong)).toEqual([]);
  });
});

test('pure rooms ask for neither clock nor chance nor surroundings', () => {
  const pure = sources.filter((path) => PURE.includes(roomOf(path)));
  expect(pure.flatMap(impuritiesOf)).toEqual([]);
});

/** Uses of banned globals, as `file:line word`. */
function impuritiesOf(path: string): readonly string[] {
  const source = ts.createSourceFile(path, textOf(path), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && isImpure(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${path}:${line + 1} ${node.text}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isImpure(node: ts.Identifier): boolean {
  const { parent, text } = node;
  if (text === 'random')
    return ts.isPropertyAccessExpression(parent) && parent.expression.getText() === 'Math';
  if (![...BANNED, ...BANNED_TOO].includes(text)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  // Names of fields are no uses; a field that is written short is.
  return !(
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isMethodSignature(parent)) &&
    parent.name === node
  );
}

function cyclesIn(edges: readonly Import[]): readonly string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of edges) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (trail.includes(file)) cycles.push([...trail.slice(trail.indexOf(file)), file].join(' → '));
    else if (!done.has(file)) {
      for (const next of targets.get(file) ?? []) visit(next, [...trail, file]);
      done.add(file);
    }
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}
