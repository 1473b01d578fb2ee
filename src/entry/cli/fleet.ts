/** `simulate --from`: what many instances of a measured app would do to one provider, as lines or as JSON. */
import { resolve } from 'node:path';
import { parsePerSecond } from '../../catalog/quantities.js';
import { pad, wrap } from '../../catalog/reporters/layout.js';
import { figure, percent, rate, span } from '../../kit/figures.js';
import { BrownoutError } from '../../model/problem.js';
import type { FleetAnswer } from '../../simulate/fleet/fleet.js';
import type { FitSpread, Spread } from '../../simulate/fleet/spread.js';
import { isSet, numberOf, textOf, type Arguments } from './commands/command.js';
import type { Door } from './door.js';
import { EXIT, type ExitCode } from './exit-code.js';

const DRAWS = 20;

export async function askFleet(args: Arguments, door: Door): Promise<ExitCode> {
  const { fleetPlan, fleetSteps, MOST_USERS } = await import('../../simulate/fleet/fleet.js');
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
  const { playedInTurns } = await import('../in-turns.js');
  const answer = await playedInTurns(fleetSteps(question), door.signal);
  if (answer === null) throw refused('no call of it met a fault, so it shows nothing of retries');
  door.out(
    isSet(args, 'json')
      ? `${JSON.stringify({ format: 1, ...answer }, null, 2)}\n`
      : textFor(answer, question, door.style.columns),
  );
  return EXIT.passed;
}

function textFor(
  answer: FleetAnswer,
  asked: { readonly instances: number; readonly quota: number | null },
  columns: number,
): string {
  const calls = (spread: Spread): string => said(spread, figure, ' calls/s');
  const time = (spread: Spread): string => said(spread, span);
  const lines = [
    'what the run showed of the app',
    ...answer.said.map((line) => `  ${line}`),
    '',
    `what was fitted (middle, and what nine of ten draws lie between)`,
    ...answer.fit.map(fitLine),
    '',
    `${asked.instances} instances of it, ${figure(answer.users)} users, ${DRAWS} draws (middle, and what nine of ten lie between)`,
    `  on a calm day       ${calls(answer.calm)}`,
    `  peak in the outage  ${calls(answer.onset)}`,
    answer.recovery === null
      ? '  not shown: the run has no recovery phase'
      : `  peak in recovery    ${calls(answer.recovery)}`,
    ...quotaLines(answer, asked.quota),
    ...(answer.backAfter === null || isPassedOnCalmDay(answer, asked.quota)
      ? []
      : [
          `  back to normal      ${time(answer.backAfter)}${answer.isLonger ? '; some draws never were while they were watched' : ''}`,
        ]),
  ];
  const folded = lines.flatMap((line) => {
    const indent = /^ */.exec(line)?.[0] ?? '';
    const [first = '', ...more] = wrap(line.trimStart(), columns - indent.length - 4, '');
    return [indent + first, ...more.map((rest) => `${indent}    ${rest}`)];
  });
  return `${folded.join('\n')}\n`;
}

/** A quota is kept by the minute, so a phase that is shorter shows nothing of it. */
function quotaLines(answer: FleetAnswer, quota: number | null): readonly string[] {
  if (quota === null) return ['  no --quota was given, so nothing is said of a limit'];
  const { minutes, aboveQuota } = answer;
  const calls = (spread: Spread): string => said(spread, figure, ' calls');
  return [
    minutes.calm === null
      ? '  not shown: the baseline is shorter than a minute; a calm minute is reckoned from its users'
      : `  fullest calm minute ${calls(minutes.calm)}`,
    minutes.after === null || aboveQuota === null
      ? '  not shown: outage and recovery together are shorter than the minute of the quota'
      : `  fullest minute      ${calls(minutes.after)} from the onset on (limit: ${figure(quota)})`,
    ...(aboveQuota === null ? [] : [`  above the quota     ${said(aboveQuota, span)}`]),
    ...(isPassedOnCalmDay(answer, quota)
      ? ['  the quota is passed on a calm day already, so nothing can be said of coming back']
      : []),
  ];
}

function isPassedOnCalmDay({ calmPerMinute }: FleetAnswer, quota: number | null): boolean {
  return quota !== null && calmPerMinute.middle > quota;
}

function fitLine({ what, unit, spread, share }: FitSpread): string {
  const print = (value: number): string => {
    if (unit === 'ms') return span(value);
    return unit === 'a request' ? rate(value) : figure(value);
  };
  const part = share === 1 ? '' : `, in ${percent(share)} of the draws`;
  return `  ${pad(what, 25)} ${said(spread, print, unit === 'a request' ? ' a request' : '')}${part}`;
}

function said({ middle, low, high }: Spread, print: (value: number) => string, unit = ''): string {
  const shown = `${print(middle)}${unit}`;
  return low === high ? shown : `${shown}  (${print(low)} to ${print(high)})`;
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
