/** A scenario in brief, for `explain`: what it says of itself, and its timeline as it was written. */
import { parseDocument, stringify as yamlOf } from 'yaml';

export interface Outline {
  readonly title: string;
  readonly story: string;
  readonly sources: readonly string[];
  /** One for each phase, then one for each thing that goes wrong in it. */
  readonly timeline: readonly string[];
}

type Written = Readonly<Record<string, unknown>>;

/** Null where it can't be read. */
export function outlineOf(text: string): Outline | null {
  const document = parseDocument(text);
  const written: unknown = document.errors.length > 0 ? null : document.toJS();
  if (!isWritten(written)) return null;
  const phases = isWritten(written['phases']) ? Object.entries(written['phases']) : [];
  return {
    title: textOf(written['title']),
    story: textOf(written['story']).replaceAll(/\s+/g, ' ').trim(),
    sources: listOf(written['sources']).map(textOf),
    timeline: phases.flatMap(([name, phase]) => (isWritten(phase) ? phaseLines(name, phase) : [])),
  };
}

function phaseLines(name: string, phase: Written): readonly string[] {
  const { faults, network, cohort, ...rest } = phase;
  return [
    `${name}: ${wordsOf(rest)}`,
    ...[...listOf(faults), ...listOf(network)].filter(isWritten).map((one) => `- ${entryWords(one)}`),
    ...(isWritten(cohort) ? [`- users who come together: ${wordsOf(cohort)}`] : []),
  ];
}

function entryWords({ on, fault, toxic, ...rest }: Written): string {
  const words = wordsOf(rest);
  return `${textOf(on)}: ${textOf(fault ?? toxic)}${words === '' ? '' : `, ${words}`}`;
}

function wordsOf(entry: Written): string {
  return Object.entries(entry)
    .map(([key, value]) => `${key} ${said(value)}`)
    .join(', ');
}

function said(value: unknown): string {
  return yamlOf(value, { collectionStyle: 'flow', lineWidth: 0 }).trim();
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isWritten(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
