/** What a plan does to connections, and who comes and fails together. */
import { formatBytes, formatDuration } from '../catalog/quantities.js';
import type { ToxicAttribute } from '../catalog/toxics/toxic.js';
import { toxicByType } from '../catalog/toxics/shelf.js';
import type { Cohort, Plan, ToxicWindow } from '../model/plan.js';
import type { ProxySpec, ToxicStream } from '../model/scenario.js';
import { faultWords, shareWords } from './preview-words.js';

interface Entry {
  readonly id: string;
  readonly on: string;
  readonly opens: number;
  readonly closes: number;
}

export function entryLine({ id, on, opens, closes }: Entry, details: readonly string[]): string {
  const when = `${seconds(opens)}-${seconds(closes)} s`;
  return `  ${id.padEnd(4)}${when.padEnd(13)} ${on}: ${details.join(', ')}`;
}

export function networkLines({ network }: Plan): readonly string[] {
  return network.map((toxic) => {
    const { toxicity, connections, recycle, optional } = toxic;
    const details = [
      toxicWords(toxic),
      toxicity === 1 ? 'every connection' : `${shareWords(toxicity)} of the connections`,
      connections === null
        ? ''
        : connections === 1
          ? 'the first one alone'
          : `the first ${connections} alone`,
      recycle ? 'with new connections at both ends' : '',
      optional ? 'optional' : '',
    ];
    return entryLine(
      toxic,
      details.filter((part) => part !== ''),
    );
  });
}

function toxicWords({ toxic, attributes, stream }: ToxicWindow): string {
  const known = toxicByType(toxic);
  if (known === undefined) return toxic;
  const words = known.attributes.flatMap((attribute) => {
    const value = attributes[attribute.name];
    if (value === undefined) return [];
    const text = valueWords(attribute, value);
    return [attribute.name === toxic ? text : `${attribute.name} ${text}`];
  });
  return [toxic, ...words, ...(known.connect === 'refuse' ? [] : [WAYS[stream]])].join(' ');
}

const WAYS: Readonly<Record<ToxicStream, string>> = {
  upstream: 'upstream',
  downstream: 'downstream',
  both: 'both ways',
};

function valueWords({ written }: ToxicAttribute, value: number): string {
  switch (written) {
    case 'millis':
      return formatDuration(value);
    case 'micros':
      return formatDuration(value / 1000);
    case 'bytes':
      return formatBytes(value);
    case 'kilobytes-a-second':
      return `${formatBytes(value * 1000)}/s`;
    case 'switch':
      return value === 0 ? 'off' : 'on';
    case 'number':
      return String(value);
  }
}

export function cohortLines(plan: Plan): readonly string[] {
  return plan.cohorts.map((cohort) =>
    entryLine({ ...cohort, closes: cohort.fails }, [
      `${cohort.size} users for ${cohort.journey} within ${formatDuration(cohort.within)}`,
      `at ${seconds(cohort.fails)} s all fail together with ${failureOf(cohort, plan)}`,
    ]),
  );
}

function failureOf({ id }: Cohort, { windows }: Plan): string {
  const window = windows.find(({ match }) => match.cohort === id);
  return window === undefined ? 'nothing' : faultWords(window.fault, window.params);
}

export function proxyLine({ name, upstream, listen, env }: ProxySpec): string {
  const told = Object.keys(env);
  const where = listen === null ? 'listens on a free port' : `listens on ${listen}`;
  return `  ${name}: ${[`leads to ${upstream}`, where, ...(told.length === 0 ? [] : [`told as ${told.join(', ')}`])].join(', ')}`;
}

function seconds(ms: number): string {
  return Number((ms / 1000).toFixed(1)).toString();
}
