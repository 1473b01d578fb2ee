/** The command line: what was asked for is found out, one file a command acts, and one exit code comes back. */
import { InvariantError } from '../../kit/invariant.js';
import { BrownoutError } from '../../model/problem.js';
import type { Door } from './door.js';
import { EXIT, exitOfEnding, interruptedBy, type ExitCode } from './exit-code.js';
import { isNodeFit, NODE_REMEDY } from './node-version.js';
import { asksForOverview, overview, withoutHelpWord } from './parse/overview.js';
import { sayError, sayExit } from './say.js';

export async function main(typed: readonly string[], door: Door): Promise<ExitCode> {
  try {
    const argv = withoutHelpWord(typed);
    if (asksForOverview(argv)) {
      door.out(overview(door.style.columns));
      return EXIT.passed;
    }
    // yargs alone takes longer to load than node to start, so that the overview does without.
    // It asks for the folder as it loads, and ours says in plain words that there is none.
    const here = { ...door };
    const { parse } = await import('./parse/parse.js');
    const asked = await parse(argv, here);
    return asked === null ? EXIT.passed : await asked.command.run(asked.args, here);
  } catch (error) {
    return sayThrown(error, door);
  }
}

export function sayThrown(error: unknown, door: Door, node = process.versions.node): ExitCode {
  return sayExit(door, said(error, door, node));
}

function said(error: unknown, door: Door, node: string): ExitCode {
  if (error instanceof BrownoutError) {
    sayError(door, error);
    return error.ending === 'interrupted' ? interruptedBy(door) : exitOfEnding(error.ending);
  }
  // Libraries that want a newer one throw as they are loaded.
  if (!isNodeFit(node)) {
    sayError(door, tooOld(node, error));
    return EXIT.usage;
  }
  const defect = error instanceof Error ? error : new Error(String(error));
  const kind =
    error instanceof InvariantError ? 'an invariant of ours broke' : 'an error that we did not foresee';
  door.err(`error  ${kind}: ${defect.message}\n`);
  door.err(
    '  This is a defect of Brownout, not of your app. Please report it with the command and these lines:\n',
  );
  door.err(`${(defect.stack ?? '').split('\n').slice(1, 6).join('\n')}\n`);
  return EXIT.defect;
}

function tooOld(node: string, cause: unknown): BrownoutError {
  return new BrownoutError({
    code: 'old-node',
    ending: 'usage',
    message: `Node ${node} is too old for Brownout`,
    hints: [`${NODE_REMEDY}; what your app itself runs on is its own affair`],
    cause,
  });
}
