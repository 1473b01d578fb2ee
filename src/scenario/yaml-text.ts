import { stringify as yamlOf } from 'yaml';
import type { Json } from '../model/units.js';

/** YAML as a person would write it: short lines stay on one, texts are quoted only where they must be. */
export function stringify(value: Json): string {
  return yamlOf(value, { lineWidth: 100 });
}
