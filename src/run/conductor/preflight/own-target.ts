/** Which app is meant, and that it may be hurt: known before anything is started or made. */
import type { SubjectSpec } from '../../../model/scenario.js';
import { refuseForeign } from '../../subject/here.js';
import { noSubject } from '../../subject/unready.js';
import { withTarget } from './target.js';

/** With its references resolved. */
export async function ownTarget(written: SubjectSpec, iOwnThisTarget: boolean): Promise<SubjectSpec> {
  const spec = withTarget(written);
  if (spec.start === null && spec.url === null) throw noSubject();
  if (spec.url !== null) await refuseForeign(spec.url, iOwnThisTarget);
  return spec;
}
