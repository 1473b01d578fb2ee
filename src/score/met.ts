/**
 * Whom a ceiling counts, by their number: two runs of one plan that hurt the same users are one piece of evidence
 * twice, and not two.
 */
import { worstBystanders } from '../catalog/measures/bystander-failure-share.js';
import type { ClassShare } from '../catalog/measures/derived/class-share.js';
import { isUnsafe, writtenIn } from '../catalog/measures/derived/effects.js';
import { hangOrWorseShare } from '../catalog/measures/hang-or-worse-share.js';
import { lieShare } from '../catalog/measures/lie-share.js';
import { resetOrWorseShare } from '../catalog/measures/reset-or-worse-share.js';
import { showsSecret } from '../catalog/measures/secret-share.js';
import type { RecordView } from '../catalog/measures/view.js';
import type { Scope } from '../model/measurement.js';

type Phase = Pick<Scope, 'phase'>;
type Met = (view: RecordView, scope: Phase) => readonly number[];

const BY_MEASURE: Readonly<Record<string, Met>> = {
  'lie-share': ofClasses(lieShare),
  'hang-or-worse-share': ofClasses(hangOrWorseShare),
  'reset-or-worse-share': ofClasses(resetOrWorseShare),
  'lies-to-anyone': (view, scope) =>
    view
      .everyone(scope)
      .filter((row) => row.class === 'lie' && view.journey(row.journey)?.needsModel === true)
      .filter((row) => !view.isOpen(row))
      .map(({ inbound }) => inbound),
  'secret-share': (view, scope) =>
    view
      .everyone(scope)
      .filter((row) => !view.isOpen(row) && showsSecret(row))
      .map(({ inbound }) => inbound),
  'unsafe-writes': (view, { phase }) =>
    writtenIn(view, { phase, journey: null })
      .filter((write) => write.count !== null && isUnsafe(write))
      .map(({ response }) => response.inbound),
  'bystander-failure-share': (view, { phase }) =>
    worstBystanders(view, { phase, journey: null }).map(({ inbound }) => inbound),
};

/** Null where the measure counts nobody, such as a mean. */
export function metBy(view: RecordView, measure: string, phase: string | null): readonly number[] | null {
  return BY_MEASURE[measure]?.(view, { phase }) ?? null;
}

function ofClasses({ classes }: ClassShare): Met {
  return (view, scope) =>
    view
      .known(scope)
      .filter((row) => classes.has(row.class))
      .map(({ inbound }) => inbound);
}
