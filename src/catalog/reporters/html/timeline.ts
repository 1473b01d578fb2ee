/** One request with the attempts that it caused: a row each, words at the left and the bar at the right. */
import { figure, span } from '../../../kit/figures.js';
import type { Exemplar } from '../../../model/finding.js';
import { DRAWN } from '../drawn.js';
import { seconds } from '../words.js';
import { text } from './text.js';

const MOST_ROWS = 14;

export function timeline(example: Exemplar): string {
  const title = DRAWN.find(({ id }) => id === example.class)?.title ?? example.class;
  const length = Math.max(
    example.deadline,
    example.ended - example.due,
    ...example.attempts.map(({ ended }) => ended - example.due),
  );
  const shown = example.attempts.slice(0, MOST_ROWS);
  const more = example.attempts.length - shown.length;
  const why = example.why === null ? '' : `<br><code>${text(example.why)}</code>`;
  return `<p><b>request ${figure(example.inbound)}</b> · ${text(example.journey)} · due at ${seconds(Math.round(example.due))} · ${text(title)} after ${span(example.ended - example.due)}, deadline ${span(example.deadline)} (dashed)${example.status === null ? '' : ` · status ${example.status}`}${why}</p>
<ol>${shown.map((attempt) => row(attempt, example, length)).join('')}${more === 0 ? '' : `<li><span class="soft">and ${figure(more)} more calls</span></li>`}</ol>`;
}

function row(attempt: Exemplar['attempts'][number], example: Exemplar, length: number): string {
  const from = ((attempt.started - example.due) / length) * 100;
  const width = Math.max(0.4, ((attempt.ended - attempt.started) / length) * 100);
  const deadline = (example.deadline / length) * 100;
  return `<li><span>${text(attempt.upstream)} <span class="soft">${text(attemptWords(attempt))}</span></span><svg aria-hidden="true"><rect x="${Math.max(0, from).toFixed(2)}%" width="${width.toFixed(2)}%" y=".3rem" height=".65rem" class="${barClass(attempt.outcome)}"/><line x1="${deadline.toFixed(2)}%" x2="${deadline.toFixed(2)}%" y1="0" y2="100%" class="dead"/></svg></li>`;
}

const ENDS = new Map([
  ['ok', 'answered in'],
  ['http-error', 'error in'],
  ['refused', 'refused in'],
  ['reset', 'connection reset after'],
  ['hang', 'no answer in'],
  ['cut', 'cut off after'],
  ['slow', 'slow answer in'],
  ['abandoned', 'given up by the app after'],
]);

/** `529 in 43 ms, asks for 5 s`: the status of an error says enough. */
function attemptWords({ status, outcome, started, ended, retryAfter }: Exemplar['attempts'][number]): string {
  const word = ENDS.get(outcome) ?? `${outcome} after`;
  const isError = status !== null && status >= 400;
  const said = isError ? `${status}${outcome === 'http-error' ? ' in' : `, ${word}`}` : word;
  const asks = retryAfter === null ? '' : `, asks to wait ${span(retryAfter)}`;
  return `${said} ${span(ended - started)}${asks}`;
}

function barClass(outcome: string): string {
  if (outcome === 'ok' || outcome === 'slow') return 'k-alt';
  if (outcome === 'refused') return 'grey';
  return outcome === 'abandoned' || outcome === 'hang' ? 'hollow' : 'ink';
}
