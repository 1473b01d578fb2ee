import { plain } from '../words.js';

/** Whatever came from outside, made harmless in an attribute and in text. */
export function text(raw: string): string {
  return plain(raw)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/"/g, '&quot;')
    .replace(/'/g, '&#39;');
}
