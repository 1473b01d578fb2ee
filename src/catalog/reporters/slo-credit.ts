/** What a provider's own promise would pay back: tiers and bill are the user's words. */
import type { BudgetReport } from '../../model/slo.js';
import { wrap } from './layout.js';
import type { Style } from './reporter.js';

const INDENT = '   ';
const HARD = '\u00a0';

export function creditLines({ credit }: BudgetReport, style: Style): string[] {
  if (credit === 'not-asked') return [];
  if (credit === 'length-unknown') {
    return ['', ...wrap('credit: not known without a length:  --lasts 2h', style.columns, INDENT)];
  }
  const { tiers, bill, lines } = credit;
  const promised = tiers
    .map((tier) => `below ${exact(tier.below)} of a month ${exact(tier.credit)}`)
    .join(', ');
  const paid = lines.map(({ uptime, credit: share, amount }) => {
    const said = `uptime ${exact(uptime)}: ${exact(share)} of the bill`;
    return amount === null ? `${said}; the bill was not stated:  --bill 12000` : `${said}, ${money(amount)}`;
  });
  const told = [
    `credit = bill × the share of the tier: ${promised} (yours)${bill === null ? '' : `, of a bill of ${money(bill)} (yours)`}`,
    ...paid,
    'uptime = 1 − length / 30 days, as if all of the outage counted as down: no provider owes you more than that.',
  ];
  return ['', ...told.flatMap((one) => wrap(one, style.columns, INDENT))];
}

/** An objective is exact: 99.95 % stays 99.95 %. */
export function exact(share: number): string {
  return `${Number((share * 100).toPrecision(6))}${HARD}%`;
}

/** In whatever money the bill is. */
function money(amount: number): string {
  return amount.toFixed(2);
}
