/** A whole command in memory: what it printed, and the code that the shell would get. */
import { main } from '../../src/entry/cli/main.js';

export interface Typed {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface Surroundings {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export async function typed(argv: readonly string[], around: Surroundings = {}): Promise<Typed> {
  let [out, err] = ['', ''];
  const style = { colour: false, unicode: true, columns: 80 };
  const code = await main(argv, {
    out: (text) => void (out += text),
    err: (text) => void (err += text),
    env: around.env ?? {},
    cwd: around.cwd ?? '/',
    ...{ style, errStyle: style, live: false },
    signal: around.signal ?? new AbortController().signal,
    wallTime: () => new Date(0),
  });
  return { code, out, err };
}
