/**
 * Status 200, and what arrives can't be read: JSON that lacks its last brace, a frame that comes in
 * two pieces, or the wrong content type; always before the terminator, so that a client can see it.
 * `split-frame` breaks no rule and happens every day (atomantic/PortOS#7558, vllm-project/aibrix#2653):
 * a sound parser gives the full answer; a whole body has no frames and is left alone. For the other
 * two no incident was published; the official SDKs throw a SyntaxError at the first.
 */
import { z } from 'zod';
import { unreachable } from '../../kit/invariant.js';
import type { Millis } from '../../model/units.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import { bodyBytes, isAnswer, isStreamed, splitAfter, withHeaders } from './anatomy.js';
import type { Split } from './anatomy.js';
import { defineFault } from './fault.js';
import { HALFWAY, tokenPlace } from './params.js';

/** Long enough that the two halves don't travel in one packet. */
const PAUSE: Millis = 20;

export const malformed = defineFault({
  kind: 'malformed',
  layer: 'rewrite',
  summary: 'Answers 200 with something that is hard or impossible to read.',
  source: 'atomantic/PortOS#7558; vllm-project/aibrix#2653 (split frames)',
  params: z.strictObject({
    how: z
      .enum(['broken-json', 'split-frame', 'wrong-content-type'])
      .prefault('broken-json')
      .describe('broken-json (the default), split-frame or wrong-content-type.'),
    after: tokenPlace
      .prefault(HALFWAY)
      .describe(
        'Where in a streamed answer, such as 12, 5..40 (tokens) or 50% (the default); wrong-content-type has no place.',
      ),
  }),
  example: { how: 'broken-json', after: 12 },
  open:
    ({ how, after }) =>
    ({ plan, random }) => {
      if (!isAnswer(plan)) return plan;
      if (how === 'wrong-content-type')
        return withHeaders(plan, { 'content-type': 'text/html; charset=utf-8' });
      if (!isStreamed(plan)) return how === 'broken-json' ? withBrokenBody(plan) : plan;
      const split = splitAfter(plan, after, random);
      return split === null ? plan : withFrame(plan, split, how);
    },
});

function withFrame(plan: WirePlan, { before, rest }: Split, how: 'broken-json' | 'split-frame'): WirePlan {
  const [frame, ...others] = rest;
  if (frame?.do !== 'write' || frame.part === 'terminator') return plan;
  switch (how) {
    case 'broken-json': {
      const text = withoutLastBrace(frame.text);
      return text === frame.text ? plan : [...before, { ...frame, text }, ...others];
    }
    case 'split-frame':
      return [...before, ...inHalves(frame), ...others];
    default:
      return unreachable(how);
  }
}

function inHalves(frame: Extract<WireStep, { readonly do: 'write' }>): readonly WireStep[] {
  const middle = Math.floor(frame.text.length / 2);
  return [
    { ...frame, text: frame.text.slice(0, middle), tokens: 0 },
    { ...frame, text: frame.text.slice(middle), after: PAUSE },
  ];
}

function withBrokenBody(plan: WirePlan): WirePlan {
  const place = plan.findLastIndex(
    (step) => step.do === 'write' && step.part === 'body' && step.text.includes('}'),
  );
  if (place < 0) return plan;
  const broken = plan.map((step, index) =>
    index === place && step.do === 'write' ? { ...step, text: withoutLastBrace(step.text) } : step,
  );
  return withHeaders(broken, { 'content-length': String(bodyBytes(broken)) });
}

/** The last brace of a JSON document closes all of it. */
function withoutLastBrace(text: string): string {
  const last = text.lastIndexOf('}');
  return last < 0 ? text : text.slice(0, last) + text.slice(last + 1);
}
