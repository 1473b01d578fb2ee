/**
 * A stream begins, then nothing more is said: silence, or only pings that keep idle timers asleep.
 * Threads: anthropics/claude-code#33949, BerriAI/litellm#29808, anomalyco/opencode#24762. The
 * timeout of some official SDKs doesn't cover a body that has begun, and none retries a stream; those for
 * Python and Anthropic's for Go time out on a whole body, and retry that.
 * Simplified: where a dialect has no ping, and in the middle of a whole body, `pings` is silence.
 */
import { z } from 'zod';
import type { Millis } from '../../model/units.js';
import type { WireStep } from '../../model/wire.js';
import { positiveDuration, quantity, parseDuration } from '../quantities.js';
import { heldBack, isStreamed, splitAfter, unwritten } from './anatomy.js';
import { defineFault } from './fault.js';
import { HALFWAY, tokenPlace } from './params.js';

/** Nobody's patience is longer, and a plan must have an end. */
const LONGEST_PINGING: Millis = 1_800_000;
const SHORTEST_INTERVAL: Millis = 100;

const interval = quantity((written) => {
  const every = parseDuration(written);
  return every !== null && every >= SHORTEST_INTERVAL ? every : null;
}, 'a duration of at least 100ms, such as 10s');

export const stall = defineFault({
  kind: 'stall',
  layer: 'rewrite',
  summary: 'Stops in the middle of an answer, in silence or with nothing but pings.',
  source: 'anthropics/claude-code#33949; BerriAI/litellm#29808; anomalyco/opencode#24762',
  params: z.strictObject({
    after: tokenPlace
      .prefault(HALFWAY)
      .describe('Where in the answer, such as 12, 5..40 (tokens) or 50% (the default).'),
    say: z
      .enum(['silence', 'pings'])
      .prefault('silence')
      .describe('silence (the default), or pings, which keep timers of idle streams from ringing.'),
    lasts: positiveDuration.nullable().prefault(null).describe('Goes on after this time. By default never.'),
    every: interval.prefault('10s').describe('How often a ping comes. By default 10s.'),
  }),
  example: { after: 12, say: 'pings', lasts: '30s' },
  open:
    ({ after, say, lasts, every }) =>
    ({ plan, provider, random }) => {
      const split = splitAfter(plan, after, random);
      if (split === null) return plan;
      const text = say === 'pings' && isStreamed(plan) ? provider.ping : '';
      const pings = text === '' ? [] : pingsFor(text, every, lasts ?? LONGEST_PINGING);
      const spent = pings.length * every;
      return lasts === null
        ? [
            ...split.before,
            ...pings,
            ...(isStreamed(plan) ? [] : unwritten(split.rest)),
            { do: 'hang', after: 0 },
          ]
        : [...split.before, ...pings, ...heldBack(split.rest, 0, lasts - spent)];
    },
});

/** One object said again and again: a plan may hold thousands. */
function pingsFor(text: string, every: Millis, lasts: Millis): readonly WireStep[] {
  const ping: WireStep = { do: 'write', after: every, text, part: 'ping', tokens: 0 };
  return new Array<WireStep>(Math.floor(lasts / every)).fill(ping);
}
