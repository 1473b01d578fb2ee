/** `--aa FILE`, on whatever compares. */
import type { Noise } from '../../model/comparison.js';
import { textOf, type Arguments } from './commands/command.js';
import type { Door } from './door.js';

export const AA_WORDS =
  'aa.json of selftest --aa: call no loss below three of its standard deviations, or 3 points';

export async function noiseOf(args: Arguments, door: Door): Promise<Noise | null> {
  const file = textOf(args, 'aa');
  if (file === null) return null;
  const { readNoise } = await import('../noise.js');
  return readNoise(file, door.cwd);
}
