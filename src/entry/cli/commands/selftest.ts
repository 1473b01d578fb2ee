import { BrownoutError } from '../../../model/problem.js';
import type { Tried } from '../../../simulate/known/verdict.js';
import type { SelftestOptions } from '../../selftest.js';
import type { Often } from '../selftest/aa.js';
import type { Door } from '../door.js';
import { EXIT, exitOfKnown, interruptedBy, type ExitCode } from '../exit-code.js';
import { version } from '../places.js';
import { sayExit } from '../say.js';
import { isSet, numberOf, textsOf, type Arguments, type Command } from './command.js';

const SEEDS = 20;
/** Of each world on sockets. */
const REAL_SEEDS = 3;
const FEWEST = 3;
const AA_RUNS = 6;
const AA_SEEDS = 3;
const MOST_JOBS = 32;

export const selftest: Command = {
  usage: 'selftest [id..]',
  summary: 'Measure worlds whose answers are known, and compare',
  examples: [
    ['brownout selftest', 'every known answer, in virtual time and on sockets: some eight minutes'],
    ['brownout selftest --simulated K2 K16 --seeds 50', 'two of them in virtual time, more exactly'],
    ['brownout selftest --real K21', 'one of them on sockets'],
    ['brownout selftest --aa --runs 30 --jobs 4', 'how fine may a gate be on this machine?'],
  ],
  build: (args) =>
    args
      .positional('id', { type: 'string', array: true, describe: 'Known answers to try (default: all)' })
      .option('simulated', { type: 'boolean', describe: 'Only in virtual time, without a socket' })
      .option('real', { type: 'boolean', describe: 'Only on real sockets' })
      .option('seeds', {
        type: 'number',
        describe: `Runs of each simulated world (default: ${SEEDS}), ${REAL_SEEDS} of each real one; with --aa, seeds that its runs are spread over (default: ${AA_SEEDS})`,
        requiresArg: true,
      })
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
      .option('jobs', {
        type: 'number',
        default: 1,
        describe: 'Runs of --aa that are played side by side; they are noise to each other',
        requiresArg: true,
      })
      .option('json', { type: 'boolean', describe: 'Print the table as JSON' }),
  async run(args, door) {
    if (isSet(args, 'aa')) return playAa(args, door);
    refuseBoth(args);
    const { verdicts } = await import('../../../simulate/known/verdict.js');
    const rows = verdicts([...(await simulatedOf(args, door)), ...(await realOf(args, door))]);
    if (door.signal.aborted) return sayExit(door, interruptedBy(door));
    if (isSet(args, 'json')) door.out(`${JSON.stringify({ format: 1, rows }, null, 2)}\n`);
    else {
      const { knownTable } = await import('../selftest/known-table.js');
      door.out(knownTable(rows, door.style.columns));
    }
    return sayExit(door, exitOfKnown(rows));
  },
};

async function simulatedOf(args: Arguments, door: Door): Promise<readonly Tried[]> {
  const { triedSteps, knownIds } = await import('../../selftest.js');
  const { playedInTurns } = await import('../../in-turns.js');
  const { knownWorlds } = await import('../../../simulate/known/shelf.js');
  const seeds = numberOf(args, 'seeds', { least: FEWEST }) ?? SEEDS;
  const told = optionsOf(args, door, 'worlds');
  refuseUnknown(textsOf(args, 'id'), isSet(args, 'simulated') ? knownIds(knownWorlds) : knownIds());
  return isSet(args, 'real') ? [] : playedInTurns(triedSteps({ ...told, seeds }), door.signal);
}

async function realOf(args: Arguments, door: Door): Promise<readonly Tried[]> {
  if (isSet(args, 'simulated') || door.signal.aborted) return [];
  const { knownIds } = await import('../../selftest.js');
  const { shortWorlds } = await import('../../../simulate/known/shelf.js');
  if (isSet(args, 'real')) refuseUnknown(textsOf(args, 'id'), knownIds(shortWorlds));
  const { tryReal } = await import('../../selftest-real.js');
  return tryReal({ ...optionsOf(args, door, 'runs'), seeds: REAL_SEEDS, signal: door.signal });
}

function optionsOf(args: Arguments, door: Door, of: string): Omit<SelftestOptions, 'seeds'> {
  const only = textsOf(args, 'id');
  return {
    seed: numberOf(args, 'seed') ?? 1,
    only: only.length === 0 ? null : only,
    version: version(),
    progress: (done, all) => {
      if (door.live) door.err(`\r${done} of ${all} ${of}${done === all ? '\n' : ''}`);
    },
  };
}

function refuseBoth(args: Arguments): void {
  if (!isSet(args, 'simulated') || !isSet(args, 'real')) return;
  throw new BrownoutError({
    code: 'conflicting-flags',
    ending: 'usage',
    message: `--simulated and --real can't go together: each says that the other is left out`,
    hints: ['Leave out both to play both.'],
  });
}

async function playAa(args: Arguments, door: Door): Promise<ExitCode> {
  const often = oftenOf(args);
  const { playSameOften, aaText } = await import('../selftest/aa.js');
  const kept = await playSameOften(often, args, door);
  door.out(isSet(args, 'json') ? `${JSON.stringify(kept.aa, null, 2)}\n` : aaText(kept));
  if (door.signal.aborted) return sayExit(door, interruptedBy(door));
  if (kept.aa.verdict === 'inconclusive') return sayExit(door, EXIT.inconclusive);
  return sayExit(door, kept.aa.verdict === 'fail' ? EXIT.ownFault : EXIT.passed);
}

/** Each seed at least twice: a run alone can be held against nothing. */
function oftenOf(args: Arguments): Often {
  const runs = numberOf(args, 'runs', { least: 2 }) ?? AA_RUNS;
  const most = Math.floor(runs / 2);
  return {
    runs,
    seeds: numberOf(args, 'seeds', { least: 1, most }) ?? Math.min(AA_SEEDS, most),
    seed: numberOf(args, 'seed') ?? 1,
    jobs: numberOf(args, 'jobs', { least: 1, most: MOST_JOBS }) ?? 1,
  };
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
