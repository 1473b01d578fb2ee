import { audit } from './audit.js';
import type { Command } from './command.js';
import { compare } from './compare.js';
import { demo } from './demo.js';
import { doctor } from './doctor.js';
import { explain } from './explain.js';
import { init } from './init.js';
import { learn } from './learn.js';
import { list } from './list.js';
import { plan } from './plan.js';
import { proxy } from './proxy.js';
import { report } from './report.js';
import { run } from './run.js';
import { schema } from './schema.js';
import { score } from './score.js';
import { selftest } from './selftest.js';
import { simulate } from './simulate.js';
import { slo } from './slo.js';
import { up } from './up.js';
import { validate } from './validate.js';

export const commands: readonly Command[] = [
  demo,
  learn,
  init,
  doctor,
  validate,
  plan,
  run,
  up,
  proxy,
  score,
  report,
  compare,
  audit,
  slo,
  list,
  explain,
  schema,
  simulate,
  selftest,
];

export function nameOf({ usage }: Command): string {
  return usage.split(' ', 1)[0] ?? usage;
}

/** The first word that is a command, or null. */
export function commandIn(argv: readonly string[]): Command | null {
  for (const word of argv) {
    const found = commands.find((command) => nameOf(command) === word);
    if (found !== undefined) return found;
  }
  return null;
}
