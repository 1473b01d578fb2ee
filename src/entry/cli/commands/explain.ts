import { wrap } from '../../../catalog/reporters/layout.js';
import { nearest } from '../../../kit/nearest.js';
import { BrownoutError } from '../../../model/problem.js';
import { paintOf, type Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import type { Entry } from '../explain/explained.js';
import { textOf, type Command } from './command.js';

export const explain: Command = {
  usage: 'explain <id>',
  summary: 'Say what a scenario, fault, toxic, measure, check, rule or part of the language means',
  examples: [
    ['brownout explain cut', 'a fault with its parameters and an example'],
    ['brownout explain phase', 'a part of a scenario with its keys; quantities, templates, variables'],
    ['brownout explain storm', 'a rule of the rubric, whole'],
    ['brownout explain amplification', 'a measure with its exact definition'],
  ],
  build: (args) =>
    args.positional('id', { type: 'string', demandOption: true, describe: 'See brownout list' }),
  async run(args, door) {
    const id = textOf(args, 'id') ?? '';
    const { allEntries } = await import('../explain/explained.js');
    const entries = await allEntries();
    const found = entries.filter((entry) => entry.id === id);
    if (found.length === 0) throw notFound(id, entries);
    for (const entry of found) say(entry, door);
    return EXIT.passed;
  },
};

function say(entry: Entry, door: Door): void {
  const paint = paintOf(door.style);
  door.out(`${paint.bold(entry.id)}  ${paint.dim(entry.kind)}\n\n`);
  for (const [name, text] of entry.lines) {
    for (const [index, line] of text.split('\n').entries()) {
      const lead = index === 0 && name !== '' ? `${paint.dim(name.padEnd(11))} ` : ' '.repeat(12);
      const [first = '', ...more] = wrap(line, door.style.columns - 12, '');
      door.out(`${lead}${first}\n`);
      for (const rest of more) door.out(`${' '.repeat(12)}${rest}\n`);
    }
  }
  door.out('\n');
}

function notFound(id: string, entries: readonly Entry[]): BrownoutError {
  const meant = nearest(
    id,
    entries.map((entry) => entry.id),
  );
  return new BrownoutError({
    code: 'nothing-to-explain',
    ending: 'usage',
    message: `there is nothing called "${id}"`,
    hints: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      'see everything that has a name:  brownout list',
    ],
  });
}
