/** One line of what `doctor` looked at. */
import { wrap } from '../../../catalog/reporters/layout.js';
import { plain } from '../../../catalog/reporters/words.js';
import { paintOf, type Door } from '../door.js';

/** `look` is worth a look and fails nothing. */
export type Verdict = 'ok' | 'not ok' | 'look';

export interface Checked {
  readonly verdict: Verdict;
  readonly what: string;
  readonly said: string;
  readonly remedies?: readonly string[];
}

export function sayChecked(door: Door, { verdict, what, said, remedies = [] }: Checked): void {
  const paint = paintOf(door.style);
  const word = {
    ok: paint.dim('ok    '),
    look: paint.yellow('look  '),
    'not ok': paint.bold(paint.red('not ok')),
  }[verdict];
  const [head = '', ...log] = said.split('\n').map(plain);
  const [first = '', ...folded] = wrap(head, door.live ? door.style.columns - 18 : Infinity, '');
  const more = [...folded, ...log];
  door.out(`${word}  ${what.padEnd(10)} ${first}\n`);
  for (const line of more) door.out(`${`                   ${line}`.trimEnd()}\n`);
  for (const remedy of remedies.flatMap((one) => wrap(plain(one), door.style.columns, ' '.repeat(19))))
    door.out(`${paint.cyan(remedy)}\n`);
}
