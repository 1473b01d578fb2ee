import { describe, expect, it } from 'vitest';
import { logTail } from '../../../src/run/subject/log-tail.js';

describe('the log of the subject', () => {
  it('gives the last lines that say something', () => {
    const log = logTail();
    log.add(Buffer.from('one\n\ntw'));
    log.add(Buffer.from('o\nthree\n'));
    expect(log.lastLines(2)).toEqual(['two', 'three']);
  });

  it('keeps the newest of whatever is written, and no more than it may', () => {
    const log = logTail(1_000);
    for (let line = 0; line < 500; line += 1) log.add(Buffer.from(`line ${line}\n`));
    expect(log.bytes()).toBeLessThanOrEqual(1_000);
    expect(log.lastLines(1)).toEqual(['line 499']);
  });

  it('keeps the end of one piece that is larger than all it may keep', () => {
    const log = logTail(100);
    log.add(Buffer.from(`${'x'.repeat(10_000)}\nend`));
    expect(log.bytes()).toBe(100);
    expect(log.lastLines(1)).toEqual(['end']);
  });

  it('shows neither keys nor codes for the terminal', () => {
    const log = logTail();
    log.add(
      Buffer.from('authorization: Bearer abcdef123456\n\u001b[31mred\u001b[0m sk-ant-api03-secret-secret\n'),
    );
    const shown = log.lastLines(5).join('\n');
    expect(shown).not.toMatch(/abcdef123456|secret-secret|\u001b/);
    expect(shown).toContain('red');
  });
});
