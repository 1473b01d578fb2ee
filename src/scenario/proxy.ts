/** A dependency of the team's own, such as a database: where it is, and how the app comes to its proxy. */
import { z } from 'zod';
import type { ProxySpec } from '../model/scenario.js';
import type { Mistake, Path } from './mistake.js';
import { doubtful, wrong } from './mistake.js';
import { unknownPlaceholders } from './placeholders.js';
import { variables } from './shape.js';
import { resolveReferences } from './variables.js';

const ADDRESS = /^(\[[0-9A-Fa-f:.]+\]|[\w.-]+):(\d{1,5})$/;

const AN_ADDRESS = 'a host and a port, such as 127.0.0.1:5432';

/** A variable that has no value to use instead is only known when the run begins. */
const address = z.string().refine(
  (text) => {
    const resolved = resolveReferences(text, {});
    return !resolved.ok || portOf(resolved.value) !== null;
  },
  { error: ({ input }) => `expected ${AN_ADDRESS}, found ${JSON.stringify(input)}` },
);

export const proxyShape = z
  .strictObject({
    upstream: address.optional().describe('Where the dependency is, such as 127.0.0.1:5432.'),
    listen: address
      .optional()
      .describe('Where the proxy listens, such as 127.0.0.1:15432. By default a free port of ours.'),
    env: variables
      .optional()
      .describe('Variables for the app, with {{host}}, {{port}} and {{url}} of the proxy filled in.'),
  })
  .meta({ title: 'a proxy' });

export type WrittenProxy = z.output<typeof proxyShape>;

/** The config knows where the team's dependencies are, so what it says wins. */
export function mergedProxy(
  scenario: WrittenProxy | undefined,
  config: WrittenProxy | undefined,
): WrittenProxy {
  return { ...scenario, ...config };
}

export function proxyOf(name: string, written: WrittenProxy, mistakes: Mistake[]): ProxySpec | null {
  const path: Path = ['proxies', name];
  const { upstream, listen = null, env = {} } = written;
  if (upstream === undefined) {
    mistakes.push(withoutUpstream(name, path));
    return null;
  }
  mistakes.push(...impossible({ name, upstream, listen, env }, path));
  if (listen === null && Object.keys(env).length === 0) mistakes.push(unreachable(name, upstream, path));
  return { name, upstream, listen, env };
}

/** Null where it is no `host:port`. */
export function portOf(text: string): number | null {
  const port = Number(ADDRESS.exec(text)?.[2] ?? Number.NaN);
  return port <= 65_535 ? port : null;
}

const PLACEHOLDERS = ['host', 'port', 'url'];

/** Values that are well written and can't work. */
function impossible({ name, upstream, listen, env }: ProxySpec, path: Path): Mistake[] {
  const from = known(listen ?? '');
  const to = known(upstream);
  const unknown = unknownPlaceholders(env, PLACEHOLDERS, path);
  if (portOf(to) === 0) unknown.push(nowhere(name, path));
  if (listen !== null && from !== '' && placeOf(from) === placeOf(to))
    unknown.push(itself(name, upstream, path));
  return unknown;
}

/** Empty where only the run will know it. */
function known(text: string): string {
  const checked = resolveReferences(text, {});
  return checked.ok ? checked.value : '';
}

function placeOf(address: string): string {
  return address.replace(/^(localhost|\[::1\]|0\.0\.0\.0)(?=:\d+$)/i, '127.0.0.1');
}

function nowhere(name: string, path: Path): Mistake {
  return wrong(
    'bad-value',
    [...path, 'upstream'],
    `nothing can be reached on port 0, so "${name}" is nowhere`,
    {
      hints: ['Write the port on which it listens, such as 127.0.0.1:5432.'],
    },
  );
}

function itself(name: string, upstream: string, path: Path): Mistake {
  return wrong(
    'proxy-to-itself',
    [...path, 'listen'],
    `the proxy of "${name}" would lead to itself: ${upstream} is where it leads to`,
    {
      hints: ['Let the proxy listen on a port of its own, or leave "listen" out to take a free one.'],
    },
  );
}

function withoutUpstream(name: string, path: Path): Mistake {
  return wrong('proxy-without-upstream', path, `nothing says where "${name}" is`, {
    points: 'key',
    hints: [
      'Say it in brownout.config.yaml, with the variable in which your app looks for it:',
      `proxies: { ${name}: { upstream: "127.0.0.1:5432", env: { DATABASE_URL: "postgres://{{host}}:{{port}}/app" } } }`,
    ],
  });
}

function unreachable(name: string, upstream: string, path: Path): Mistake {
  const message = `nothing leads the app to the proxy of "${name}" instead of ${upstream}`;
  return doubtful('proxy-without-way', path, message, {
    points: 'key',
    hints: [
      'Name the variable that your app reads:  env: { DATABASE_URL: "postgres://{{host}}:{{port}}/app" }',
      'Or give it a fixed address, and your app the same:  listen: "127.0.0.1:15432"',
    ],
  });
}
