/**
 * A timeout that ends with the first header guards nothing of a stream: both official SDKs have that one, and
 * projects were bitten by it (openclaw #120030, opencode #26170).
 */
import { partOf } from '../../kit/figures.js';
import { isStalled } from '../measures/stall-share.js';
import { judgeBounds } from './bounds-check.js';
import type { Check } from './check.js';
import { worst } from './shown.js';

export const noStalls: Check = {
  id: 'no-stalls',
  title: 'What has begun comes to an end',
  trouble: 'Answers began and then stood still',
  why: 'Half an answer that neither goes on nor ends keeps users waiting who think that it works.',
  remedy:
    'Give every stream an idle timeout between two pieces, and end your own response with an error event when it strikes.',
  severity: 'high',
  terms: [],
  caps: [],
  judge: (evidence) => {
    const begun = evidence.view.known({ phase: 'outage' }).where(({ firstByte }) => firstByte !== null);
    return judgeBounds(evidence, {
      measure: 'stall-share',
      warn: 0.001,
      fail: 0.02,
      noun: 'of the responses that have begun standing still',
      seen: () => `${partOf(begun.filter(isStalled).length, begun.length)} responses began and never ended.`,
      usersGot: () => 'The beginning of an answer.',
      shows: () => worst(begun, (row) => (isStalled(row) ? row.ended - row.due : 0)),
    });
  },
};
