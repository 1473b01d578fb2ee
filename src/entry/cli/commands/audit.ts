import { join, resolve } from 'node:path';
import { CORE_SUITE } from '../../../catalog/audit-suite.js';
import { nearest } from '../../../kit/nearest.js';
import type { Audit } from '../../../model/audit.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Door } from '../door.js';
import { EXIT, exitOfVerdict, worstOf, type ExitCode } from '../exit-code.js';
import { withPlan, withSubject, withToxiproxy } from '../flags.js';
import { runsFolder } from '../places.js';
import { sayExit } from '../say.js';
import { isSet, numberOf, textOf, type Arguments, type Command } from './command.js';

const DEFAULT_LEAST = 60;
/** To start the app, to look whether it is well, and to end it. */
const BETWEEN = 5000;

export const audit: Command = {
  usage: 'audit',
  summary: 'Play every kind of outage and give your app one grade',
  examples: [
    ['brownout audit --quick', 'all kinds of outages in some six minutes'],
    ['brownout audit --only hang,rate-limit --out audit', 'two of them; the rest counts as not run'],
    ['brownout audit --from .brownout/runs', 'from runs that were recorded, without playing any'],
  ],
  build: (args) =>
    withToxiproxy(withPlan(withSubject(args)))
      .option('only', {
        type: 'string',
        describe: 'Some of the core suite, with commas between them',
        requiresArg: true,
      })
      .option('out', {
        alias: 'o',
        type: 'string',
        describe: 'Folder for a run each, audit.json and audit.md',
        requiresArg: true,
      })
      .option('from', {
        type: 'string',
        describe: 'Folder that recorded runs lie in: plays nothing',
        requiresArg: true,
      })
      .option('gate', {
        type: 'number',
        default: DEFAULT_LEAST,
        describe: 'Score that the suite needs',
        requiresArg: true,
      })
      .option('quiet', { alias: 'q', type: 'boolean', describe: 'No progress' })
      .option('json', { type: 'boolean', describe: 'Print the audit as JSON' }),
  async run(args, door) {
    const wanted = {
      names: namesOf(textOf(args, 'only')),
      least: numberOf(args, 'gate', { isWhole: false, most: 100 }) ?? DEFAULT_LEAST,
      args,
      door,
    };
    const from = textOf(args, 'from');
    return from === null ? playAndAudit(wanted) : auditRecorded(from, wanted);
  },
};

interface Wanted {
  readonly names: readonly string[];
  readonly least: number;
  readonly args: Arguments;
  readonly door: Door;
}

function namesOf(only: string | null): readonly string[] {
  if (only === null) return CORE_SUITE;
  const asked = only.split(',').map((name) => name.trim());
  for (const name of asked) {
    if (CORE_SUITE.includes(name)) continue;
    const meant = nearest(name, CORE_SUITE);
    throw new BrownoutError({
      code: 'not-in-suite',
      ending: 'usage',
      message: `"${name}" is not in the core suite`,
      hints: [...(meant === null ? [] : [`did you mean "${meant}"?`]), `it has ${CORE_SUITE.join(', ')}`],
    });
  }
  return CORE_SUITE.filter((name) => asked.includes(name));
}

async function playAndAudit({ names, least, args, door }: Wanted): Promise<ExitCode> {
  const { playSuite, prepareSuite } = await import('../play/suite.js');
  const ready = await prepareSuite({ names, args, door });
  if (ready === null) return sayExit(door, EXIT.usage);
  const folder = textOf(args, 'out') ?? (await ownFolder(door));
  if (!isSet(args, 'quiet')) {
    const length = ready.reduce((sum, { plan }) => sum + (plan.phases.at(-1)?.closes ?? 0) + BETWEEN, 0);
    door.err(`${ready.length} outages, about ${Math.ceil(length / 60_000)} minutes, into ${folder}\n`);
  }
  const { outages, codes } = await playSuite({ names, folder, args, door }, ready);
  const { auditOf } = await import('../../../score/audit.js');
  const done = auditOf(outages, least);
  const { writeAudit } = await import('../../audit-runs.js');
  await writeAudit(done, folder, door.cwd);
  await show(done, args, door);
  if (!isSet(args, 'json')) door.out(`   audit.md and a report of each outage are in ${folder}\n`);
  return sayExit(door, worstOf([exitOfVerdict(done.verdict), ...codes]));
}

async function auditRecorded(from: string, { names, least, args, door }: Wanted): Promise<ExitCode> {
  const { collectRuns, writeAudit } = await import('../../audit-runs.js');
  const { auditOf } = await import('../../../score/audit.js');
  const { outages, leftOut } = await collectRuns(from, door.cwd);
  for (const said of leftOut) door.err(`left out  ${said}\n`);
  const done = auditOf(
    outages.filter(({ scenario }) => names.includes(scenario)),
    least,
  );
  const out = textOf(args, 'out');
  if (out !== null) await writeAudit(done, out, door.cwd);
  await show(done, args, door);
  return sayExit(door, exitOfVerdict(done.verdict));
}

async function show(done: Audit, args: Arguments, door: Door): Promise<void> {
  if (isSet(args, 'json')) {
    door.out(`${JSON.stringify(done, null, 2)}\n`);
    return;
  }
  const { auditText } = await import('../../../catalog/reporters/audit.js');
  door.out(auditText(done, door.style));
}

async function ownFolder(door: Door): Promise<string> {
  const time = door.wallTime().toISOString().slice(0, 19).replaceAll(':', '-');
  const folder = join(runsFolder(door.cwd), `${time}-audit`);
  const path = resolve(door.cwd, folder);
  const { claimFolder } = await import('../../../run/record/folder.js');
  return `${folder}${(await claimFolder(path)).slice(path.length)}`;
}
