import { describe, expect, it } from 'vitest';
import { LineForms, markOf } from '../../../src/run/record/line-forms.js';
import { NOWHERE } from '../../../src/run/record/line-numbers.js';

const [A, B] = [markOf(0), markOf(1)];

function formsOf(...forms: readonly string[]): LineForms {
  const known = new LineForms(['whole', 'time?']);
  for (const [row, form] of forms.entries()) known.add(form, row);
  return known;
}

function read(known: LineForms, line: string) {
  const end = known.read(Buffer.from(`before${line}after`), 6);
  if (end === NOWHERE) return null;
  return { length: end - 6, like: known.like, numbers: [known.numbers.get(0), known.numbers.get(1)] };
}

describe('forms of lines', () => {
  const known = formsOf(
    `{"b":${B},"a":${A},"is":"ok"}\n`,
    `{"b":${B},"a":${A},"is":"over"}\n`,
    `{"b":${B},"a":${A},"is":"o"}\n`,
    `{"other":"é","a":${A}}\n`,
    `{"b":${B},"a":${A},"is":"ok"}\n`,
  );

  it.each([
    ['{"b":1.5,"a":12,"is":"ok"}\n', 0, [12, 1_500]],
    ['{"b":0,"a":7,"is":"over"}\n', 1, [7, 0]],
    ['{"b":null,"a":0,"is":"o"}\n', 2, [0, null]],
  ])('know %j', (line, like, numbers) => {
    expect(read(known, line)).toEqual({ length: line.length, like, numbers });
  });

  it('compare bytes', () => {
    expect(read(known, '{"other":"é","a":3}\n')).toMatchObject({ length: 21, like: 3 });
  });

  it.each([
    '{"b":1,"a":1,"is":"of"}\n',
    `{"b":${B},"a":${A},"is":"ok"}\n`,
    '{"b":1,"a":1,"is":"ok" }\n',
    '{"b":1,"a":1.5,"is":"ok"}\n',
    '{"b":1,"a":null,"is":"ok"}\n',
    '{"b":1.2345,"a":1,"is":"ok"}\n',
    '{"b":1,"a":1,"is":"ok"}',
    '{"b":1,"a":1',
    '',
  ])('don’t know %j', (line) => {
    expect(read(known, line)).toBeNull();
  });

  it('are none at first', () => {
    expect(read(formsOf(), '{"b":1,"a":1,"is":"ok"}\n')).toBeNull();
  });
});
