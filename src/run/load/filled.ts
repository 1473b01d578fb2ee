/** Templates taken apart once, so that each request only puts its own words between the pieces. */
import { fillTemplate, type TemplateValues } from '../../catalog/arrivals/template.js';
import type { Json } from '../../model/units.js';

export type Fill = (values: TemplateValues) => string;

export function fillerOf(text: string): Fill {
  return fillerOfPieces(text.split(/\{\{\s*(id|prompt)\s*\}\}/), (value) => value);
}

/** Gives the text of the JSON whose strings have been filled. */
export function jsonFillerOf(value: Json): Fill {
  const mark = markFor(JSON.stringify(value));
  const marked = fillTemplate(value, { id: `${mark}id${mark}`, prompt: `${mark}prompt${mark}` });
  return fillerOfPieces(JSON.stringify(marked).split(mark), (text) => JSON.stringify(text).slice(1, -1));
}

/** Every second piece is the name of a value. */
function fillerOfPieces(pieces: readonly string[], written: (value: string) => string): Fill {
  const [first = '', ...rest] = pieces;
  if (rest.length === 0) return () => first;
  return ({ id, prompt }) => {
    let text = first;
    for (let at = 0; at < rest.length; at += 2) {
      text += written(rest[at] === 'id' ? id : prompt) + (rest[at + 1] ?? '');
    }
    return text;
  };
}

/** For private use, and not in the text. */
function markFor(text: string): string {
  let mark = '\ue000';
  while (text.includes(mark)) mark += '\ue001';
  return mark;
}
