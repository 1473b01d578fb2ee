/** Small programs that behave as badly as real apps do, written to a folder of their own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SubjectSpec } from '../../src/model/scenario.js';

export interface Workshop {
  readonly folder: string;
  /** Writes a program and gives the command that starts it. */
  program(name: string, source: string): Promise<string>;
  close(): Promise<void>;
}

export async function workshop(): Promise<Workshop> {
  const folder = await mkdtemp(join(tmpdir(), 'brownout-subject-'));
  return {
    folder,
    async program(name, source) {
      await writeFile(join(folder, `${name}.mjs`), source);
      return `${process.execPath} ${name}.mjs`;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

export function specOf(changes: Partial<SubjectSpec>): SubjectSpec {
  return { start: null, url: null, ready: '/', readyWithin: 20_000, env: {}, cwd: '.', ...changes };
}

/** Listens on PORT and answers with its environment. */
export const LISTENS = `
import { createServer } from 'node:http';
export const server = createServer((_, response) => response.end(JSON.stringify(process.env)));
server.listen(Number(process.env.PORT), '127.0.0.1');
`;

export function answering(status: number): string {
  return LISTENS.replace('response.end(', `response.writeHead(${status}).end(`);
}
