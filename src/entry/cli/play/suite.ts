/** The outages of an audit, one after the other. Whatever is wrong with a plan is told before the first is played. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { AuditedOutage } from '../../../model/audit.js';
import { BrownoutError, type Problem } from '../../../model/problem.js';
import type { RunFacts } from '../../../model/record.js';
import type { Arguments } from '../commands/command.js';
import { isSet } from '../commands/command.js';
import type { Door } from '../door.js';
import { EXIT, exitOfEnding, exitOfReport, interruptedBy, type ExitCode } from '../exit-code.js';
import { toxiproxyOf } from '../flags.js';
import { play } from './play.js';
import { prepare, type Prepared } from '../prepare.js';
import { sayError, sayProblems } from '../say.js';

type Ready = Extract<Prepared, { ok: true }>;

export interface Suite {
  readonly names: readonly string[];
  readonly folder: string;
  readonly args: Arguments;
  readonly door: Door;
}

export interface PlayedSuite {
  readonly outages: readonly AuditedOutage[];
  /** What the shell must be told besides the suite's gate. */
  readonly codes: readonly ExitCode[];
}

/** Null where a plan can't be made; why was said. */
export async function prepareSuite({
  names,
  args,
  door,
}: Omit<Suite, 'folder'>): Promise<readonly Ready[] | null> {
  const prepared = names.map((name) => prepare(name, args, door));
  // A mistake in the config is one mistake, however many scenarios meet it.
  const told = new Map(prepared.flatMap(({ problems }) => problems).map((one) => [keyOf(one), one]));
  sayProblems(door, [...told.values()]);
  const ready = prepared.filter((one): one is Ready => one.ok);
  if (ready.length < prepared.length) return null;
  const { ownTarget } = await import('../../../run/conductor/preflight/own-target.js');
  // One config, so one app for all of them.
  const [first] = ready;
  if (first !== undefined) await ownTarget(first.subject, isSet(args, 'i-own-this-target'));
  return ready;
}

function keyOf({ code, message, where }: Problem): string {
  return `${code} ${message} ${where === null ? '' : `${where.file}:${where.line}:${where.column}`}`;
}

export async function playSuite(suite: Suite, ready: readonly Ready[]): Promise<PlayedSuite> {
  const { door, folder, args } = suite;
  refuseTaken(suite);
  await refuseOtherServer(suite, ready);
  const { auditedOutage } = await import('../../../score/audit-outage.js');
  const outages: AuditedOutage[] = [];
  const codes: ExitCode[] = [];
  let floor: RunFacts['floor'] | 'measure' = 'measure';
  for (const [index, { plan, subject, subjectName }] of ready.entries()) {
    const { name, title } = plan.scenario;
    if (door.signal.aborted) {
      outages.push({ scenario: name, state: 'not-run', because: 'the audit was interrupted before' });
      continue;
    }
    if (!isSet(args, 'quiet')) door.err(`${index + 1} of ${ready.length}  ${name}: ${title}\n`);
    try {
      const isQuiet = isSet(args, 'quiet');
      const own = join(folder, name);
      const report = await play({ plan, subject, subjectName, folder: own, args, door, isQuiet, floor });
      // The machine's share of a latency is that of the machine, whatever is played.
      floor = report.record.facts.floor ?? 'measure';
      outages.push(auditedOutage(report));
      codes.push(...besidesGate(exitOfReport(report, door)));
    } catch (error) {
      // What keeps the first from being played keeps them all.
      if (!(error instanceof BrownoutError) || outages.length === 0) throw error;
      sayError(door, error);
      outages.push({ scenario: name, state: 'not-run', because: error.message });
      codes.push(error.ending === 'interrupted' ? interruptedBy(door) : exitOfEnding(error.ending));
    }
  }
  return { outages, codes };
}

/** An outage's own gate and verdict are weighed in the suite's. */
function besidesGate(code: ExitCode): readonly ExitCode[] {
  const weighed: readonly ExitCode[] = [EXIT.passed, EXIT.gateFailed, EXIT.inconclusive, EXIT.notTestable];
  return weighed.includes(code) ? [] : [code];
}

/** What a Toxiproxy of somebody else can't do is told before the first outage, not after the eighth. */
async function refuseOtherServer({ args, door }: Suite, ready: readonly Ready[]): Promise<void> {
  const url = toxiproxyOf(args, door);
  if (url === null) return;
  const { frontedBy, refuseOwnToxics } = await import('../../../run/proxy/fronts.js');
  for (const { plan } of ready) refuseOwnToxics(plan, url);
  if (!ready.some(({ plan }) => frontedBy(plan).size > 0)) return;
  const { openRemote } = await import('../../../run/proxy/remote.js');
  await openRemote(url);
}

function refuseTaken({ names, folder, door }: Suite): void {
  const taken = names.find((name) => existsSync(resolve(door.cwd, folder, name, 'plan.json')));
  if (taken === undefined) return;
  throw new BrownoutError({
    code: 'folder-taken',
    ending: 'usage',
    message: `${join(folder, taken)} holds another run, which is not overwritten`,
    hints: ['choose another folder:  --out DIR', `or audit what is there:  brownout audit --from ${folder}`],
  });
}
