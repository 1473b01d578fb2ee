/** `${VAR}` stays a reference in every file; here it is about to be used. */
import { BrownoutError } from '../../model/problem.js';
import { resolveReferences } from '../../scenario/variables.js';

export function resolved(text: string): string {
  const checked = resolveReferences(text, process.env);
  if (checked.ok) return checked.value;
  throw new BrownoutError({
    code: 'unset-variable',
    ending: 'usage',
    message: checked.problems.map(({ message }) => message).join('; '),
    hints: checked.problems.flatMap(({ hints }) => hints),
  });
}
