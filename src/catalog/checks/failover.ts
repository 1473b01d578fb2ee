/**
 * A second provider that is configured and never called helps nobody. In a
 * partial outage retries may do as well, so only the users who got no answer count against it.
 */
import { counted, figure, partOf, span } from '../../kit/figures.js';
import type { ResponseRow } from '../../model/event.js';
import { isFailure } from '../measures/bystander-failure-share.js';
import { areJoined, unjoinedWords } from '../measures/correlation.js';
import { isFailed } from '../measures/derived/outcome.js';
import type { RecordView } from '../measures/view.js';
import type { Check, Evidence, Judgement } from './check.js';
import { countOf, worst } from './shown.js';
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
  const rows = view.known({ phase: 'outage' });
  if (!areJoined(view)) return unjudged('not-applicable', `Not known: ${unjoinedWords(view)}.`);
  if (rows.length === 0) return unjudged('not-applicable', 'No request was due in the outage.');
  const alt = countOf(rows, ['alt']);
  const failed = rows.where(isFailure);
  if (failed.length === 0)
    return unjudged('not-applicable', `No user failed; ${figure(alt)} were served by a second provider.`);
  // Of those whom the first provider left without an answer. Whom a fault met at the second too, the app can’t be blamed for.
  const left = failed.where((row) => !isHurtElsewhere(view, row));
  const hurt = failed.length - left.length;
  const share = left.length === 0 ? 1 : alt / (alt + left.length);
  const took = evidence.measured('failover-time', { phase: 'outage' });
  const when = took.state === 'measured' ? ` It had taken over after ${span(took.value)}.` : '';
  return {
    verdict: share >= ENOUGH ? 'pass' : share >= HALF ? 'warn' : 'fail',
    seen: `A second provider served ${partOf(alt, alt + failed.length)} requests that the first had not${hurt === 0 ? '' : `; a fault met it too for ${figure(hurt)} of the others`}.${when}`,
    required: 'At least 90 % of the requests that the first provider leaves without an answer.',
    usersGot:
      share >= ENOUGH
        ? ''
        : `No answer for ${counted(left.length, 'user', 'users')}, though no fault kept another provider from it.`,
    evidence: share >= ENOUGH ? [] : worst(left, (row) => row.ended - row.due + 1),
  };
}

/** The first of the plan counts as the first provider, as it does when answers are told apart. */
function isHurtElsewhere(view: RecordView, { inbound }: ResponseRow): boolean {
  const [first] = view.record.plan.upstreams;
  return view
    .attemptsOf(inbound)
    .some((attempt) => attempt.upstream !== first?.name && attempt.faults.length > 0 && isFailed(attempt));
}
