/** Headers as authors write them. Node refuses others too, but only when they are sent, in the middle of a run. */
import { z } from 'zod';

export const headerName = z
  .string()
  .regex(/^[!#$%&'*+\-.^_`|~\dA-Za-z]+$/, 'expected the name of a header, such as x-degraded');

/** YAML reads `8080` and `true` as what they look like; where text is wanted, they are meant as text. */
export const textual = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const headerValue = textual.refine(
  (text) => /^[\t\x20-\x7e\x80-\xff]*$/.test(text),
  'expected what a header can carry: one line, without letters beyond Latin 1',
);

export const headers = z.record(headerName, headerValue);
