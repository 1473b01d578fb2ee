/** `simulate --from`: what many instances of a measured app would do to one provider, as lines or as JSON. */
import { resolve } from 'node:path';
import { parsePerSecond } from '../../catalog/quantities.js';
import { span } from '../../kit/figures.js';
import { BrownoutError } from '../../model/problem.js';
import type { FleetAnswer, Spread } from '../../simulate/fleet/fleet.js';
import { isSet, numberOf, textOf, type Arguments } from './commands/command.js';
import type { Door } from './door.js';
import { EXIT, type ExitCode } from './exit-code.js';

const DRAWS = 20;

export async function askFleet(args: Arguments, door: Door): Promise<ExitCode> {
  const { fleetAnswer, fleetPlan, MOST_USERS } = await import('../../simulate/fleet/fleet.js');
  const { readRunFolder } = await import('../../run/record/folder.js');
  const folder = textOf(args, 'from') ?? '';
  const record = await readRunFolder(resolve(door.cwd, folder));
  if (record.plan.arrivals.kind === 'closed')
    throw refused('its users wait for each answer, so it has no rate');
  const perSecond = rateIn(args, 'quota');
  const question = {
    record,
    instances: numberOf(args, 'instances', { least: 1 }) ?? 1,
    rate: rateIn(args, 'rate'),
    quota: perSecond === null ? null : perSecond * 60,
    draws: DRAWS,
  };
  const { arrivals } = fleetPlan(question);
  const users = arrivals.kind === 'open' ? arrivals.count : 0;
  if (users > MOST_USERS)
    throw refused(
      `that would be ${users} users, and ${MOST_USERS} is the most; fewer instances, or a lower --rate`,
    );
  const answer = fleetAnswer(question);
  if (answer === null) throw refused('no call of it met a fault, so it shows nothing of retries');
  door.out(
    isSet(args, 'json')
      ? `${JSON.stringify({ format: 1, ...answer }, null, 2)}\n`
      : textFor(answer, question),
  );
  return EXIT.passed;
}

function textFor(
  answer: FleetAnswer,
  asked: { readonly instances: number; readonly quota: number | null },
): string {
  const calls = (spread: Spread): string => said(spread, (value) => `${Math.round(value)} calls/s`);
  const time = (spread: Spread): string => said(spread, span);
  const lines = [
    'what the run showed of the app',
    ...answer.said.map((line) => `  ${line}`),
    '',
    `${asked.instances} instances of it, ${answer.users} users, ${DRAWS} draws (middle, and what nine of ten lie between)`,
    `  on a calm day       ${calls(answer.calm)}`,
    `  peak in the outage  ${calls(answer.onset)}`,
    answer.recovery === null
      ? '  not shown: the run has no recovery phase'
      : `  peak in recovery    ${calls(answer.recovery)}`,
    ...(answer.aboveQuota === null || asked.quota === null
      ? ['  no --quota was given, so nothing is said of a limit']
      : [
          `  above the quota     ${time(answer.aboveQuota)} (limit: ${Math.round(asked.quota / 60)} calls/s)`,
        ]),
    ...(asked.quota !== null && answer.calm.middle > asked.quota / 60
      ? ['  the quota is passed on a calm day already, so nothing can be said of coming back']
      : []),
    ...(answer.backAfter === null || (asked.quota !== null && answer.calm.low > 2 * (asked.quota / 60))
      ? []
      : [
          `  back to normal      ${time(answer.backAfter)}${answer.isLonger ? '; some draws never were while they were watched' : ''}`,
        ]),
  ];
  return `${lines.join('\n')}\n`;
}

function said({ middle, low, high }: Spread, print: (value: number) => string): string {
  return low === high ? print(middle) : `${print(middle)}  (${print(low)} to ${print(high)})`;
}

function rateIn(args: Arguments, flag: string): number | null {
  const text = textOf(args, flag);
  if (text === null) return null;
  const rate = parsePerSecond(text);
  if (rate !== null && rate > 0) return rate;
  throw new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `--${flag} takes a rate such as 2/s or 4000/min, not ${text}`,
  });
}

function refused(why: string): BrownoutError {
  return new BrownoutError({
    code: 'not-simulated',
    ending: 'usage',
    message: `the run can't be simulated: ${why}`,
  });
}
