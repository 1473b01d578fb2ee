/**
 * A second provider that is configured and never called helps nobody. In a
 * partial outage retries may do as well, so only the users who got no answer count against it.
 */
import { howMany } from '../../kit/list.js';
import { figure, partOf, span } from '../../kit/figures.js';
import { isFailure } from '../measures/bystander-failure-share.js';
import type { Check, Evidence, Judgement } from './check.js';
import { countOf, knownRows, worst } from './shown.js';
import { unjudged } from './term-check.js';

export const failover: Check = {
  id: 'failover',
  title: 'A second provider takes over',
  trouble: 'The second provider did not take over',
  why: 'Who pays for a second provider should have it on the day that it is needed.',
  remedy:
    'Call the second provider once the first has failed or its breaker is open, within the user’s deadline, and try that path in every release.',
  severity: 'high',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const { upstreams } = evidence.view.record.plan;
    return upstreams.length < 2
      ? unjudged('not-applicable', 'The scenario has one upstream only.')
      : judgeTakeover(evidence);
  },
};

const ENOUGH = 0.9;
const HALF = 0.5;

function judgeTakeover(evidence: Evidence): Judgement {
  const { view } = evidence;
  const rows = knownRows(view, { phase: 'outage' });
  if (rows.length === 0) return unjudged('not-applicable', 'No request was due in the outage.');
  const alt = countOf(rows, ['alt']);
  const failed = howMany(rows, isFailure);
  if (failed === 0)
    return unjudged('not-applicable', `No user failed; ${figure(alt)} were served by a second provider.`);
  // Of those whom the first provider left without an answer
  const share = alt / (alt + failed);
  const took = evidence.measured('failover-time', { phase: 'outage' });
  const when = took.state === 'measured' ? ` It had taken over after ${span(took.value)}.` : '';
  return {
    verdict: share >= ENOUGH ? 'pass' : share >= HALF ? 'warn' : 'fail',
    seen: `A second provider served ${partOf(alt, alt + failed)} requests that the first had not.${when}`,
    required: 'At least 90 % of the requests that the first provider leaves without an answer.',
    usersGot:
      share >= ENOUGH ? '' : `${figure(failed)} errors, while another provider was healthy or never asked.`,
    evidence: share >= ENOUGH ? [] : worst(rows, (row) => (isFailure(row) ? row.ended - row.due + 1 : 0)),
  };
}
