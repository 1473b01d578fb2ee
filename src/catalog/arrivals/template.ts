import type { Json } from '../../model/units.js';

export interface TemplateValues {
  /** The token of the question: unique for what must not be done twice. */
  readonly id: string;
  readonly prompt: string;
}

/** Fills `{{id}}` and `{{prompt}}` in every string; any other braces stay as they are. */
export function fillTemplate(value: Json, values: TemplateValues): Json {
  if (typeof value === 'string') return fillText(value, values);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((item) => fillTemplate(item, values));
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillTemplate(inner, values)]));
}

export function fillText(text: string, values: TemplateValues): string {
  if (!text.includes('{{')) return text;
  return text.replaceAll(/\{\{\s*(id|prompt)\s*\}\}/g, (_, name) =>
    name === 'id' ? values.id : values.prompt,
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
