/** One quantity as zod knows it: what is read, what is said where it can't be, and how it looks. */
import { z } from 'zod';

/** YAML gives a number where nothing but digits was written. */
export type Written = string | number;

export type Parse<T> = (written: Written) => T | null;

/** As YAML writes it. */
export function numberWords(value: number): string {
  if (Number.isNaN(value)) return '.nan';
  return Number.isFinite(value) ? String(value) : `${value < 0 ? '-' : ''}.inf`;
}

/** What zod says where a value isn't as expected: both what was expected and what was found. */
export function expecting(expected: string): { error: (issue: { readonly input?: unknown }) => string } {
  return {
    error: ({ input }) =>
      `expected ${expected}, found ${input === undefined ? 'nothing' : typeof input === 'number' ? numberWords(input) : JSON.stringify(input)}`,
  };
}

/** A schema that accepts what `parse` reads, and otherwise says what was expected and what was found. */
export function quantity<T>(parse: Parse<T>, expected: string, look: object = {}): z.ZodType<T, Written> {
  return z
    .union([z.string(), z.number()], expecting(expected))
    .transform((written, context): T => {
      const parsed = parse(written);
      if (parsed !== null) return parsed;
      context.addIssue({ code: 'custom', message: expecting(expected).error({ input: written }) });
      return z.NEVER;
    })
    .meta({ description: expected, ...look });
}
