/** Obeying Retry-After to the letter parks a user for as long as a provider likes to say. */
import { percent, span } from '../../kit/figures.js';
import { longWaits } from '../measures/long-wait-parking.js';
import { judgeBounds } from './bounds-check.js';
import type { Check } from './check.js';

export const noParking: Check = {
  id: 'no-parking',
  title: 'A long Retry-After ends in an answer, not in a wait',
  trouble: 'Users were parked by a long Retry-After',
  why: 'A wait that is longer than the user’s deadline can’t end well, and it holds a connection all that time.',
  remedy:
    'Compare Retry-After with the time that the user has left: if it is longer, fail over or fail at once, and pass the hint on.',
  severity: 'high',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const asked = longWaits(evidence.view, { phase: 'outage' });
    const longest = asked.reduce((most, one) => Math.max(most, one.asked), 0);
    return judgeBounds(evidence, {
      measure: 'long-wait-parking',
      warn: 0.01,
      fail: 0.1,
      noun: 'of those who met one still waiting a deadline later',
      seen: ({ value }) =>
        `${percent(value)} of the users whose calls met a Retry-After longer than their deadline (up to ${span(longest)}) were still waiting a deadline later.`,
      usersGot: () => 'Silence, because a provider had asked for it.',
      shows: () =>
        asked
          .filter(({ isParked }) => isParked === true)
          .slice(0, 3)
          .map(({ inbound }) => inbound),
    });
  },
};
