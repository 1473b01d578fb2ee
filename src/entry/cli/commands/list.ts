import { pad, wrap } from '../../../catalog/reporters/layout.js';
import { paintOf } from '../door.js';
import { EXIT } from '../exit-code.js';
import { readScenario, shippedNames } from '../places.js';
import { isSet, textOf, type Command } from './command.js';

const SHELVES = [
  'scenarios',
  'faults',
  'toxics',
  'providers',
  'measures',
  'checks',
  'reporters',
  'arrivals',
  'demos',
] as const;

interface Line {
  readonly id: string;
  readonly summary: string;
}

export const list: Command = {
  usage: 'list [shelf]',
  summary: 'List what a scenario or a command can name',
  examples: [['brownout list faults', 'every fault in one line']],
  build: (args) =>
    args
      .positional('shelf', { choices: SHELVES, describe: 'One shelf; all of them without it' })
      .option('json', { type: 'boolean', describe: 'Print JSON' }),
  async run(args, door) {
    const named = textOf(args, 'shelf');
    const shelves = SHELVES.filter((shelf) => named === null || shelf === named);
    const paint = paintOf(door.style);
    const found: Record<string, readonly Line[]> = {};
    for (const shelf of shelves) found[shelf] = await linesOf(shelf);
    if (isSet(args, 'json')) {
      door.out(`${JSON.stringify(found, null, 2)}\n`);
      return EXIT.passed;
    }
    for (const [shelf, lines] of Object.entries(found)) {
      const width = Math.max(...lines.map(({ id }) => id.length)) + 2;
      if (named === null) door.out(`${paint.bold(shelf)}\n`);
      for (const { id, summary } of lines) {
        const [first = '', ...more] = wrap(summary, door.style.columns - width, '');
        door.out(`${pad(id, width)}${first}\n`);
        for (const line of more) door.out(`${' '.repeat(width)}${line}\n`);
      }
      if (named === null) door.out('\n');
    }
    return EXIT.passed;
  },
};

async function linesOf(shelf: (typeof SHELVES)[number]): Promise<readonly Line[]> {
  switch (shelf) {
    case 'scenarios':
      return scenarioLines();
    case 'faults':
      return (await import('../../../catalog/faults/shelf.js')).faults.map(({ kind, summary }) => ({
        id: kind,
        summary,
      }));
    case 'toxics':
      return toxicLines();
    case 'providers':
      return (await import('../../../catalog/providers/shelf.js')).providers.map(({ id, title }) => ({
        id,
        summary: title,
      }));
    case 'measures':
      return (await import('../../../catalog/measures/shelf.js')).measures.map(({ id, title, unit }) => ({
        id,
        summary: `${title} (${unit})`,
      }));
    case 'checks':
      return (await import('../../../catalog/checks/shelf.js')).checks.map(({ id, title }) => ({
        id,
        summary: title,
      }));
    case 'reporters':
      return (await import('../../../catalog/reporters/shelf.js')).reporters.map(({ id, summary }) => ({
        id,
        summary,
      }));
    case 'arrivals':
      return (await import('../../../catalog/arrivals/shelf.js')).arrivals.map(({ id, summary }) => ({
        id,
        summary,
      }));
    case 'demos':
      return (await import('../../../demo/shelf.js')).demoSubjects.map(({ id, title }) => ({
        id,
        summary: title,
      }));
  }
}

async function toxicLines(): Promise<readonly Line[]> {
  const { toxics } = await import('../../../catalog/toxics/shelf.js');
  const { DOWN } = await import('../../../scenario/toxic.js');
  return [...toxics, DOWN].map(({ type, summary }) => ({ id: type, summary }));
}

async function scenarioLines(): Promise<readonly Line[]> {
  const { titleOf } = await import('../../../scenario/title.js');
  return shippedNames().map((id) => ({ id, summary: titleOf(readScenario(id, '/').text) ?? '' }));
}
