import { describe, expect, test } from 'vitest';
import { commandIn, commands, nameOf } from '../../../../src/entry/cli/commands/shelf.js';
import { asksForOverview, overview } from '../../../../src/entry/cli/parse/overview.js';

describe('the overview of all commands', () => {
  test('names every command with its summary', () => {
    const flat = overview(100).replaceAll(/\s+/g, ' ');
    for (const { usage, summary } of commands) expect(flat).toContain(`brownout ${usage} ${summary}`);
  });

  test('is never wider than it was allowed to be', () => {
    for (const columns of [60, 80, 100]) {
      for (const line of overview(columns).split('\n')) expect(line.length).toBeLessThanOrEqual(columns);
    }
  });

  test('and the commands say all they say in characters that are one column wide', () => {
    const words = commands.flatMap(({ usage, summary, examples }) => [usage, summary, ...examples.flat()]);
    expect(words.join('')).toMatch(/^[\u0020-\u02ff\u2010-\u22ff]*$/);
  });

  test('is asked for by --help, -h and help, without a command', () => {
    for (const argv of [['--help'], ['-h'], ['help'], ['--no-color', '--help'], ['rum', '--help']]) {
      expect(asksForOverview(argv)).toBe(true);
    }
  });

  test('is not asked for where a command is named, and not by nothing at all', () => {
    for (const argv of [[], ['run', '--help'], ['--help', 'run'], ['help', 'run'], ['learn', '--', '-h']]) {
      expect(asksForOverview(argv)).toBe(false);
    }
  });
});

describe('the shelf of commands', () => {
  test('finds a command by its first word, wherever it stands', () => {
    expect(commandIn(['--no-color', 'run', 'plan'])?.usage).toBe('run <scenario..>');
    expect(commandIn(['storm.yaml'])).toBeNull();
    expect(new Set(commands.map(nameOf)).size).toBe(commands.length);
  });
});
