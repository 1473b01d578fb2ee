import { BrownoutError } from '../../../model/problem.js';
import type { SlaTier } from '../../../model/slo.js';
import type { Asked } from '../../../score/slo.js';
import { EXIT } from '../exit-code.js';
import { isSet, numberOf, textOf, type Arguments, type Command } from './command.js';

/** Nobody waits for it, so that it may be longer than any timer. */
const YEAR = 366 * 24 * 3_600_000;

export const slo: Command = {
  usage: 'slo <run>',
  summary: "Say what such an outage takes from a month's error budget",
  examples: [
    ['brownout slo .brownout/runs/<run> --slo 99.9%', 'for outages that the scenario imitates'],
    ['brownout slo <run> --lasts 2h --sla "99.9%:10%,99%:25%" --bill 12000', 'and what would come back'],
  ],
  build: (args) =>
    args
      .positional('run', { type: 'string', demandOption: true, describe: 'Folder of a run' })
      .option('slo', { type: 'string', describe: 'What you promise, such as 99.9%', requiresArg: true })
      .option('lasts', {
        type: 'string',
        describe: 'Length of the outage (default: those that the scenario imitates)',
        requiresArg: true,
      })
      .option('sla', {
        type: 'string',
        describe: 'What your provider promises, UPTIME:CREDIT: "99.9%:10%,99%:25%"',
        requiresArg: true,
      })
      .option('bill', { type: 'number', describe: 'What you pay your provider a month', requiresArg: true })
      .option('json', { type: 'boolean', describe: 'Print it as JSON' }),
  async run(args, door) {
    const asked = await askedOf(args);
    const { rescore } = await import('../../rescore.js');
    const { budgetReport } = await import('../../../score/slo.js');
    const report = budgetReport(await rescore(textOf(args, 'run') ?? '', door.cwd), asked);
    if (isSet(args, 'json')) door.out(`${JSON.stringify(report, null, 2)}\n`);
    else {
      const { budgetText } = await import('../../../catalog/reporters/slo.js');
      door.out(budgetText(report, door.style));
    }
    return EXIT.passed;
  },
};

/** Wrong words are told before anything is read. */
async function askedOf(args: Arguments): Promise<Asked> {
  const { parseDuration, parseShare } = await import('../../../catalog/quantities.js');
  const shareOf = (text: string): number | null => parseShare(text.trim());
  const objective = (text: string): number | null => {
    const share = shareOf(text);
    return share !== null && share < 1 ? share : null;
  };
  const length = (text: string): number | null => {
    const ms = parseDuration(text, YEAR);
    return ms === 0 ? null : ms;
  };
  return {
    slo: read(args, 'slo', objective, 'a share below 100 %, such as 99.9%'),
    lasts: read(args, 'lasts', length, 'a duration of at most a year (8784h), such as 4h22m'),
    tiers:
      read(args, 'sla', (text) => tiersIn(text, shareOf), 'UPTIME:CREDIT, such as 99.9%:10%,99%:25%') ?? [],
    bill: billOf(args),
  };
}

function read<T>(
  args: Arguments,
  flag: string,
  parse: (text: string) => T | null,
  expected: string,
): T | null {
  const text = textOf(args, flag);
  if (text === null) return null;
  const value = parse(text);
  if (value !== null) return value;
  throw wrong(flag, `expected ${expected}, found "${text}"`);
}

function tiersIn(text: string, shareOf: (text: string) => number | null): readonly SlaTier[] | null {
  const tiers = text.split(',').map((one) => {
    const [uptime = '', credit = '', ...more] = one.split(':');
    const [below, share] = [shareOf(uptime), shareOf(credit)];
    return below === null || share === null || more.length > 0 ? null : { below, credit: share };
  });
  const whole = tiers.filter((tier) => tier !== null);
  return whole.length === tiers.length ? whole : null;
}

/** A bill alone says nothing: what comes back is a share of it. */
function billOf(args: Arguments): number | null {
  const bill = numberOf(args, 'bill', { isWhole: false });
  if (bill === null || textOf(args, 'sla') !== null) return bill;
  throw wrong('bill', 'needs --sla, which says what share of it comes back, such as 99.9%:10%,99%:25%');
}

function wrong(flag: string, said: string): BrownoutError {
  return new BrownoutError({
    code: 'usage',
    ending: 'usage',
    message: `--${flag}: ${said}`,
    hints: ['brownout slo --help'],
  });
}
