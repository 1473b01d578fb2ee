/** What the reader of YAML finds wrong, in the words of an author; its own speak of tokens and nodes. */
import type { YAMLError } from 'yaml';

export function yamlWords(error: YAMLError): string {
  const said = error.message.replace(/\.$/, '');
  switch (error.code) {
    case 'UNEXPECTED_TOKEN':
    case 'IMPOSSIBLE':
      return unexpectedWords(said);
    case 'BLOCK_AS_IMPLICIT_KEY':
      return /sequence/.test(said)
        ? 'a list begins on the line below its key'
        : 'a second ": " in one value, or a line that is indented too far';
    case 'BAD_SCALAR_START':
      return `a text that begins with ${said.at(-1) ?? ''} needs quotes`;
    case 'BLOCK_IN_FLOW':
      return 'between { } or [ ] entries are parted by commas';
    case 'BAD_INDENT':
      return indentWords(said);
    case 'MULTILINE_IMPLICIT_KEY':
      return 'a key ends on the line that it begins on';
    case 'KEY_OVER_1024_CHARS':
      return 'a key of more than 1024 characters';
    case 'NON_STRING_KEY':
      return 'a key is missing, or is no word';
    case 'TAG_RESOLVE_FAILED':
      return 'a tag (!name) stands here';
    case 'MISSING_CHAR':
      return missingWords(said);
    default:
      return said;
  }
}

function unexpectedWords(said: string): string {
  if (/header includes extra characters/.test(said)) return 'behind | or > the line has to end';
  return /on same line with key/.test(said)
    ? 'a list begins on the line below its key'
    : 'this has no meaning in this place';
}

function indentWords(said: string): string {
  const end = /end with an? (.)$/.exec(said)?.[1];
  return end === undefined
    ? 'the line is not indented as those that it belongs to'
    : `what was opened here needs its ${end}, and every line of it further in than its key`;
}

function missingWords(said: string): string {
  const quote = /Missing closing (.)/.exec(said)?.[1];
  if (quote !== undefined) return `a text that was opened with ${quote} never ends`;
  const comma = /^Missing (,|, or :) between/.exec(said)?.[1];
  if (comma !== undefined) return `${comma} is missing between two entries`;
  if (/Implicit map keys/.test(said)) return 'a key without its colon';
  return /Sequence item/.test(said) ? 'an item of a list without its dash' : said;
}

/** One slip makes what follows meaningless too: of that, only the first is told, and one of each line. */
export function withoutEchoes(errors: readonly YAMLError[], lineOf: (offset: number) => number): YAMLError[] {
  const told = new Set<number>();
  return errors.filter(({ code, pos }) => {
    if (code === 'DUPLICATE_KEY') return true;
    if (told.size > 0 && (code === 'UNEXPECTED_TOKEN' || told.has(lineOf(pos[0])))) return false;
    told.add(lineOf(pos[0]));
    return true;
  });
}
