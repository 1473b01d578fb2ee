/** Small shapes that several parts of a file share. Every text is shown by editors. */
import { z } from 'zod';
import { textual } from '../catalog/header-shape.js';
import type { Json } from '../model/units.js';

const NAME = /^[A-Za-z][\w-]{0,63}$/;

/** Names begin with a letter, so that YAML and JSON keep them in the order of the file. */
export const name = z
  .string()
  .regex(NAME, 'expected a name: a letter, then letters, digits, - and _, at most 64 of them');

export function isName(text: string): boolean {
  return NAME.test(text);
}

export const text = z.string();

export const pointer = z
  .string()
  .regex(
    /^(\/([^~/]|~[01])*)*$/,
    'expected a JSON pointer such as /answer, or an empty text for the whole body',
  );

/** A path that begins with two slashes would be another machine's, wherever it is taken for an address. */
export function pathSuchAs(example: string): z.ZodString {
  return z
    .string()
    .regex(/^\/(?!\/)/, {
      error: `expected a path that begins with one slash, such as ${example}`,
      abort: true,
    })
    .refine(isSendable, 'expected a path without blanks and #, and with %-codes for what is no ASCII');
}

/** As it stands in a request line; what is filled in later comes with its own %-codes. */
function isSendable(path: string): boolean {
  return /^[\x21\x22\x24-\x7e]*$/.test(path.replaceAll(/\{\{\s*\w+\s*\}\}|\$\{[^}]*\}/g, ''));
}

export const json: z.ZodType<Json, Json> = z.json();

/** A process can be handed no other: Node throws where it starts one. */
export const variables = z.record(
  z.string().regex(/^[^=\0]+$/, 'expected the name of a variable, such as MY_CLAUDE_URL'),
  textual.refine((value) => !value.includes('\0'), 'expected a text without a NUL character'),
);

export function listed(keys: readonly string[]): string {
  return keys.join(', ');
}
