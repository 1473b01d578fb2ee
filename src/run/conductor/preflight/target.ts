/** Where the app is said to be, with its references resolved: looked at before anything is started. */
import { BrownoutError } from '../../../model/problem.js';
import type { SubjectSpec } from '../../../model/scenario.js';
import { isTarget, TARGET } from '../../../scenario/target.js';
import { resolved } from '../../resolved.js';

export function withTarget(spec: SubjectSpec): SubjectSpec {
  return spec.url === null ? spec : { ...spec, url: checkedTarget(spec.url) };
}

export function checkedTarget(written: string): string {
  const url = resolved(written);
  if (isTarget(url)) return url;
  const meant =
    /^(\[[\da-f:]+\]|[\w.-]+):\d+/i.test(url) && isTarget(`http://${url}`) ? `http://${url}` : null;
  throw new BrownoutError({
    code: 'no-target',
    ending: 'usage',
    message: `the target "${url}" is no URL of an app`,
    hints: [meant === null ? `it is ${TARGET}` : `did you mean ${meant}?`],
  });
}
