import type { KnownRow } from '../../../simulate/known/verdict.js';
import { BrownoutError } from '../../../model/problem.js';
import type { Door } from '../door.js';
import { EXIT, interruptedBy, type ExitCode } from '../exit-code.js';
import { version } from '../places.js';
import { sayExit } from '../say.js';
import { isSet, numberOf, textsOf, type Arguments, type Command } from './command.js';

const SEEDS = 20;
const FEWEST = 3;
const AA_RUNS = 6;

export const selftest: Command = {
  usage: 'selftest [id..]',
  summary: 'Measure worlds whose answers are known, and compare',
  examples: [
    ['brownout selftest', 'every known answer, in virtual time'],
    ['brownout selftest K2 K16 --seeds 50', 'two of them, more exactly'],
    ['brownout selftest --aa', 'how fine may a gate be on this machine?'],
  ],
  build: (args) =>
    args
      .positional('id', { type: 'string', array: true, describe: 'Known answers to try (default: all)' })
      .option('seeds', { type: 'number', default: SEEDS, describe: 'Runs of each world', requiresArg: true })
      .option('seed', { type: 'number', default: 1, describe: 'The first of them', requiresArg: true })
      .option('aa', {
        type: 'boolean',
        describe: 'Play one demo app often instead: nothing changes, so nothing may be found',
      })
      .option('runs', {
        type: 'number',
        default: AA_RUNS,
        describe: 'Runs of --aa, half a minute each',
        requiresArg: true,
      })
      .option('json', { type: 'boolean', describe: 'Print the table as JSON' }),
  async run(args, door) {
    if (isSet(args, 'aa')) return playAa(args, door);
    const { selftest: play, knownIds } = await import('../../selftest.js');
    const only = textsOf(args, 'id');
    refuseUnknown(only, knownIds());
    const rows = play({
      seed: wholeFrom(numberOf(args, 'seed') ?? 1, 0, 'seed'),
      seeds: wholeFrom(numberOf(args, 'seeds') ?? SEEDS, FEWEST, 'seeds'),
      only: only.length === 0 ? null : only,
      version: version(),
      progress: (done, of) => {
        if (door.live) door.err(`\r${done} of ${of} worlds${done === of ? '\n' : ''}`);
      },
    });
    if (isSet(args, 'json')) door.out(`${JSON.stringify({ format: 1, rows }, null, 2)}\n`);
    else await show(rows, door);
    const failed = rows.some(({ verdict }) => verdict === 'fail');
    return sayExit(door, failed ? EXIT.ownFault : EXIT.passed);
  },
};

async function playAa(args: Arguments, door: Door): Promise<ExitCode> {
  const runs = wholeFrom(numberOf(args, 'runs') ?? AA_RUNS, 2, 'runs');
  const { playSameOften, samenessText } = await import('../aa.js');
  const found = await playSameOften(runs, args, door);
  if (isSet(args, 'json')) door.out(`${JSON.stringify({ format: 1, ...found }, null, 2)}\n`);
  else door.out(samenessText(found));
  if (door.signal.aborted) return sayExit(door, interruptedBy(door));
  if (found.verdict === 'inconclusive') return sayExit(door, EXIT.inconclusive);
  return sayExit(door, found.verdict === 'fail' ? EXIT.ownFault : EXIT.passed);
}

function refuseUnknown(asked: readonly string[], known: readonly string[]): void {
  const unknown = asked.find((id) => !known.includes(id));
  if (unknown === undefined) return;
  throw new BrownoutError({
    code: 'no-known-answer',
    ending: 'usage',
    message: `there is no known answer "${unknown}"`,
    hints: [`there are ${known.join(', ')}`],
  });
}

function wholeFrom(value: number, least: number, flag: string): number {
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `--${flag} takes a whole number from ${least}, not ${value}`,
  });
}

async function show(rows: readonly KnownRow[], door: Door): Promise<void> {
  const { claimOf } = await import('../../selftest.js');
  const lines = rows.map((row) => [
    row.id,
    row.title,
    row.what,
    claimOf(row),
    row.measured === null ? '–' : short(row.measured),
    row.interval === null ? '' : `${short(row.interval[0])} to ${short(row.interval[1])}`,
    row.verdict,
  ]);
  const head = ['id', 'world', 'what', 'expected', 'measured', '99 % interval', 'verdict'];
  const widths = head.map((word, column) =>
    Math.max(word.length, ...lines.map((line) => (line[column] ?? '').length)),
  );
  for (const line of [head, ...lines])
    door.out(
      `${line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd()}\n`,
    );
  for (const { id, what, because } of rows) if (because !== null) door.out(`${id} ${what}: ${because}\n`);
  const count = (verdict: KnownRow['verdict']): number =>
    rows.filter((row) => row.verdict === verdict).length;
  door.out(
    `\n${count('pass')} of ${rows.length} hold, ${count('fail')} fail, ${count('not measured')} not measured.\n`,
  );
}

function short(value: number): string {
  return Number(value.toPrecision(5)).toString();
}
