/** What the shell is told. One list, and the order in which several scenarios are summed up. */
import type { Report } from '../../catalog/reporters/reporter.js';
import type { Ending } from '../../model/problem.js';
import type { RunVerdict } from '../../model/scorecard.js';
import type { KnownRow } from '../../simulate/known/verdict.js';

export const EXIT = {
  passed: 0,
  gateFailed: 1,
  usage: 2,
  notTestable: 3,
  ownFault: 4,
  inconclusive: 5,
  unsafe: 6,
  defect: 70,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const WORDS: Readonly<Record<ExitCode, string>> = {
  0: 'passed',
  1: 'a gate failed',
  2: 'usage or configuration',
  3: 'not testable',
  4: 'our own fault',
  5: 'inconclusive',
  6: 'stopped for safety',
  70: 'a defect of Brownout',
  129: 'its terminal was closed',
  130: 'interrupted',
  143: 'terminated',
};

const WORST_FIRST: readonly ExitCode[] = [129, 130, 143, 70, 6, 2, 4, 3, 1, 5, 0];

export function exitWords(code: ExitCode): string {
  return `exit ${code}: ${WORDS[code]}`;
}

/** Several scenarios: the first of the order that occurred. */
export function worstOf(codes: readonly ExitCode[]): ExitCode {
  return WORST_FIRST.find((code) => codes.includes(code)) ?? EXIT.passed;
}

export function exitOfEnding(ending: Ending): ExitCode {
  const codes: Readonly<Record<Ending, ExitCode>> = {
    usage: EXIT.usage,
    'not-testable': EXIT.notTestable,
    'own-fault': EXIT.ownFault,
    inconclusive: EXIT.inconclusive,
    unsafe: EXIT.unsafe,
    interrupted: EXIT.interrupted,
  };
  return codes[ending];
}

export function exitOfVerdict(verdict: RunVerdict): ExitCode {
  const codes: Readonly<Record<RunVerdict, ExitCode>> = {
    pass: EXIT.passed,
    fail: EXIT.gateFailed,
    inconclusive: EXIT.inconclusive,
    invalid: EXIT.notTestable,
  };
  return codes[verdict];
}

/** An answer that was not measured is no answer that holds. */
export function exitOfKnown(rows: readonly Pick<KnownRow, 'verdict'>[]): ExitCode {
  const has = (wanted: KnownRow['verdict']): boolean => rows.some(({ verdict }) => verdict === wanted);
  if (has('fail')) return EXIT.ownFault;
  return has('not measured') ? EXIT.inconclusive : EXIT.passed;
}

export function exitOfReport(
  { record, scorecard }: Report,
  door: { readonly signal: AbortSignal },
): ExitCode {
  const { ending } = record.facts;
  if (ending.kind === 'interrupted') return interruptedBy(door);
  if (ending.kind === 'aborted') return EXIT.unsafe;
  return exitOfScored({ record, scorecard });
}

/** However the run ended, what was recorded of it is what is judged. */
export function exitOfScored({ record, scorecard }: Pick<Report, 'record' | 'scorecard'>): ExitCode {
  if (record.facts.checks.some(({ ok, voids }) => !ok && voids === 'run')) return EXIT.ownFault;
  return exitOfVerdict(scorecard.verdict);
}

export function interruptedBy({ signal }: { readonly signal: AbortSignal }): ExitCode {
  if (signal.reason === 'SIGHUP') return EXIT.hungUp;
  return signal.reason === 'SIGTERM' ? EXIT.terminated : EXIT.interrupted;
}
