/** The score on its scale: letters as segments, the interval as a band, the binding ceiling as a tick. */
import type { Scorecard } from '../../../model/scorecard.js';
import { score as said } from '../words.js';

const SEGMENTS = [
  { letter: 'F', from: 0, to: 30 },
  { letter: 'E', from: 30, to: 45 },
  { letter: 'D', from: 45, to: 60 },
  { letter: 'C', from: 60, to: 75 },
  { letter: 'B', from: 75, to: 90 },
  { letter: 'A', from: 90, to: 100 },
];

export function scale(card: Scorecard): string {
  const { score, grade, interval } = card;
  const cap = card.caps.find(({ state }) => state === 'binding')?.cap;
  const segments = SEGMENTS.map(({ letter, from, to }) => {
    const own = grade?.startsWith(letter) === true;
    return `<rect x="${from}%" width="${to - from}%" y="2.125rem" height=".5rem" class="${own ? 'ink' : 'rulef'} seg"/><text x="${(from + to) / 2}%" y="3.75rem" text-anchor="middle"${own ? ' class="b"' : ''}>${letter}</text>`;
  });
  const band =
    interval === null
      ? ''
      : `<line x1="${interval[0]}%" x2="${interval[1]}%" y1="2.375rem" y2="2.375rem" class="iv"/>`;
  const ceiling =
    cap === undefined
      ? ''
      : `<line x1="${cap}%" x2="${cap}%" y1="1.25rem" y2="2.75rem" class="ceil"/><text x="${cap}%" y="1rem" text-anchor="middle" class="ceilt">ceiling ${cap}</text>`;
  const dot = score === null ? '' : `<circle cx="${score}%" cy="2.375rem" r="7" class="now"/>`;
  const label =
    score === null ? 'No score was given.' : `Score ${said(score)} of 100, grade ${grade ?? 'none'}.`;
  return `<svg class="scale" role="img" aria-label="${label}">${segments.join('')}${band}${ceiling}${dot}</svg>`;
}
