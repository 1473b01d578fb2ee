/** A whole command in memory: what it printed, and the code that the shell would get. */
import type { Door } from '../../src/entry/cli/door.js';
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
  const { door, heard } = memoryDoor(around);
  const code = await main(argv, door);
  return { code, ...heard };
}

export function memoryDoor(around: Surroundings = {}): {
  readonly door: Door;
  readonly heard: Omit<Typed, 'code'>;
} {
  const heard = { out: '', err: '' };
  const style = { colour: false, unicode: true, columns: 80 };
  const door = {
    out: (text: string) => void (heard.out += text),
    err: (text: string) => void (heard.err += text),
    env: around.env ?? {},
    cwd: around.cwd ?? '/',
    ...{ style, errStyle: style, live: false },
    signal: around.signal ?? new AbortController().signal,
    wallTime: () => new Date(0),
  };
  return { door, heard };
}
