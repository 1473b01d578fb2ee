/** What to name where there is room for little: what cost most, and what to do first. */
import type { Finding } from '../../model/finding.js';
import type { Scorecard } from '../../model/scorecard.js';
import { isShown } from './words.js';

const MOST = 3;

type Found = Pick<Scorecard, 'findings'>;

export function dearest({ findings }: Found): readonly Finding[] {
  return [...findings]
    .filter(({ verdict, points }) => (verdict === 'fail' || verdict === 'warn') && isShown(points))
    .sort((a, b) => b.points - a.points)
    .slice(0, MOST);
}

/** What gives most back, which is not what cost most where a ceiling binds; null where nothing was lost. */
export function doFirst({ findings }: Found): Finding | null {
  const [most] = [...findings].filter(({ gain }) => isShown(gain)).sort((a, b) => b.gain - a.gain);
  return most ?? dearest({ findings })[0] ?? null;
}
