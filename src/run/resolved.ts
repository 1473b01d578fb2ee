/** `${VAR}` stays a reference in every file; here it is about to be used. */
import { BrownoutError } from '../model/problem.js';
import { resolveReferences } from '../scenario/variables.js';

/** `of` says where the text stands, for whoever must mend it. */
export function resolved(text: string, of: string | null = null): string {
  const checked = resolveReferences(text, process.env);
  if (checked.ok) return checked.value;
  throw new BrownoutError({
    code: 'unset-variable',
    ending: 'usage',
    message: `${of === null ? '' : `${of}: `}${checked.problems.map(({ message }) => message).join('; ')}`,
    hints: checked.problems.flatMap(({ hints }) => hints),
  });
}
