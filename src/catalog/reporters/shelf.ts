import { html } from './html/html.js';
import { json } from './json.js';
import { junit } from './junit.js';
import { markdown } from './markdown.js';
import type { Reporter } from './reporter.js';
import { terminal } from './terminal.js';

export const reporters: readonly Reporter[] = [terminal, json, markdown, html, junit];

export function reporterById(id: string): Reporter | undefined {
  return reporters.find((reporter) => reporter.id === id);
}
