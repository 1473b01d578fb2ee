import { expect, it } from 'vitest';
import { withoutLateComers } from '../../src/simulate/known/late-comers.js';
import { attempt, recordOf, response } from '../support/record.js';

it('leaves out who came just before the end of the outage and called when it was over, and nobody else', () => {
  const { plan } = recordOf({});
  const closes = plan.phases.findLast(({ role }) => role === 'outage')?.closes ?? 0;
  const users = [
    { inbound: 1, due: closes - 11, called: closes + 2 },
    { inbound: 2, due: closes - 11, called: closes - 3 },
    { inbound: 3, due: closes - 2_000, called: closes + 2 },
    { inbound: 4, due: closes + 1, called: closes + 3 },
  ];
  const responses = users.map(({ inbound, due }) => response({ inbound, due }));
  const attempts = users.map(({ inbound, called }) => attempt({ id: inbound, inbound, started: called }));
  const left = withoutLateComers(
    recordOf({ responses: [...responses, response({ inbound: 5, due: closes - 9 })], attempts }),
  );
  expect(left.responses.map(({ inbound }) => inbound)).toEqual([2, 3, 4, 5]);
});
