import { EXIT } from '../exit-code.js';
import type { Command } from './command.js';

export const schema: Command = {
  usage: 'schema [kind]',
  summary: 'Print the JSON Schema that editors complete from',
  examples: [['brownout schema > scenario.schema.json', 'for # yaml-language-server: $schema=...']],
  build: (args) =>
    args.positional('kind', { choices: ['scenario', 'config'], default: 'scenario', describe: 'Which file' }),
  async run(args, door) {
    const { configJsonSchema, scenarioJsonSchema } = await import('../../../scenario/json-schema.js');
    const printed = args['kind'] === 'config' ? configJsonSchema() : scenarioJsonSchema();
    door.out(`${JSON.stringify(printed, null, 2)}\n`);
    return EXIT.passed;
  },
};
