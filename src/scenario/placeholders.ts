/** What is filled into variables for the app: `{{url}}` and the like. Others would be handed over as they stand. */
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { listed } from './shape.js';
import { didYouMean } from './message-words.js';

type Variables = Readonly<Record<string, string>>;

export function unknownPlaceholders(env: Variables, known: readonly string[], path: Path): Mistake[] {
  return Object.entries(env).flatMap(([variable, text]) =>
    [...text.matchAll(/\{\{\s*([\w-]+)\s*\}\}/g)]
      .map(([, word = '']) => word)
      .filter((word) => !known.includes(word))
      .map((word) =>
        wrong('unknown-template', [...path, 'env', variable], `nothing is filled in for {{${word}}}`, {
          hints: [...didYouMean(word, known), `There are: ${listed(known.map((each) => `{{${each}}}`))}`],
        }),
      ),
  );
}
