import { parseDocument } from 'yaml';

/** The title of a scenario, for lists; null where it has none or can't be read. */
export function titleOf(text: string): string | null {
  const title = parseDocument(text).get('title');
  return typeof title === 'string' ? title : null;
}
