import { describe, expect, test } from 'vitest';
import { commandHelp } from '../../../../src/entry/cli/parse/command-help.js';
import { commandIn, commands, nameOf } from '../../../../src/entry/cli/commands/shelf.js';
import { overview } from '../../../../src/entry/cli/parse/overview.js';

function helpOf(name: string, columns: number): string {
  const command = commandIn([name]);
  return command === null ? '' : commandHelp(command, columns);
}

/** Spaces and lines aside, which differ from width to width. */
function words(text: string): readonly string[] {
  return text.split(/\s+/).sort();
}

describe('the help of one command', () => {
  test.each(commands.map(nameOf))('of %s keeps to the window and leaves every word whole', (name) => {
    const wide = words(helpOf(name, 100));
    for (const columns of [40, 60, 80]) {
      const help = helpOf(name, columns);
      expect(Math.max(...help.split('\n').map((line) => line.length))).toBeLessThanOrEqual(columns);
      expect(words(help)).toEqual(wide);
    }
  });

  test('says of a flag what it takes, from what, and what it is without it', () => {
    const flat = helpOf('init', 100).replaceAll(/ +/g, ' ');
    expect(flat).toContain(' dir Folder of your app [string] [default: .]\n');
    expect(flat).toContain(' --ci Write a CI workflow too [github | none] [default: none]\n');
    expect(flat).toContain(' --dry-run Print what would be written [boolean]\n');
    expect(flat).toContain(' -h, --help Show help\n');
  });

  test('names letters beside their flags, once, and no word twice', () => {
    const help = helpOf('run', 100);
    expect(help).toMatch(/^ {2}-o, --out +Folder of the run \[string\]$/m);
    expect(help.match(/--out\b/g)).toHaveLength(1);
    expect(help.match(/^ {2}scenario /gm)).toHaveLength(1);
  });
});

test('the overview keeps to forty columns too', () => {
  const lines = overview(40).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(40);
});
