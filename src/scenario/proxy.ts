/** A dependency of the team's own, such as a database: where it is, and how the app comes to its proxy. */
import { z } from 'zod';
import type { ProxySpec } from '../model/scenario.js';
import type { Mistake, Path } from './mistake.js';
import { doubtful, wrong } from './mistake.js';
import { texts } from './shape.js';
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
    env: texts
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
  if (listen === null && Object.keys(env).length === 0) mistakes.push(unreachable(name, upstream, path));
  return { name, upstream, listen, env };
}

/** Null where it is no `host:port`. */
export function portOf(text: string): number | null {
  const port = Number(ADDRESS.exec(text)?.[2] ?? Number.NaN);
  return port <= 65_535 ? port : null;
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
