/** What `explain` knows: all that a scenario or a command can name, in the words of its own entry. */
import { readScenario, shippedNames } from '../places.js';

export interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly lines: readonly (readonly [string, string])[];
}

export async function allEntries(): Promise<readonly Entry[]> {
  const { languageEntries } = await import('./language.js');
  const { ruleEntries } = await import('./rules.js');
  const found = await Promise.all([
    faultEntries(),
    toxicEntries(),
    measureEntries(),
    outcomeEntries(),
    providerEntries(),
    reporterEntries(),
    arrivalEntries(),
    demoEntries(),
    scenarioEntries(),
    languageEntries(),
  ]);
  return [...found.flat(), ...ruleEntries()];
}

async function faultEntries(): Promise<readonly Entry[]> {
  const { faults } = await import('../../../catalog/faults/shelf.js');
  const { stringify } = await import('../../../scenario/yaml-text.js');
  const { describedKeys } = await import('../../../scenario/shape-keys.js');
  const takes = (params: (typeof faults)[number]['params']): string =>
    describedKeys(params, [])
      .map(({ key, says }) => `${key}: ${says}`)
      .join('\n');
  return faults.map((fault) => ({
    id: fault.kind,
    kind: 'fault',
    lines: [
      ['does', fault.summary],
      ['imitates', fault.source],
      ['takes', [takes(fault.params), 'what every fault takes:  brownout explain fault'].join('\n').trim()],
      ['example', stringify({ on: 'primary', fault: fault.kind, ...fault.example }).trim()],
    ],
  }));
}

async function toxicEntries(): Promise<readonly Entry[]> {
  const { toxics } = await import('../../../catalog/toxics/shelf.js');
  const { DOWN } = await import('../../../scenario/toxic.js');
  const { stringify } = await import('../../../scenario/yaml-text.js');
  const known = toxics.map(({ type, summary, source, origin, attributes, example }): Entry => {
    const takes = attributes.map((attribute) => `${attribute.name}: ${attribute.summary}`).join('\n');
    return {
      id: type,
      kind: origin === 'ours' ? 'toxic, unknown to Toxiproxy 2.12' : 'toxic',
      lines: [
        ['does', summary],
        ['imitates', source],
        ['takes', `${takes}\nwhat every toxic takes:  brownout explain toxic`.trim()],
        ['example', stringify({ on: 'primary', toxic: type, ...example }).trim()],
      ],
    };
  });
  const down = { id: DOWN.type, kind: 'toxic', lines: [['does', DOWN.summary]] } as const;
  return [...known, down];
}

async function measureEntries(): Promise<readonly Entry[]> {
  const { measures } = await import('../../../catalog/measures/shelf.js');
  return measures.map((measure) => ({
    id: measure.id,
    kind: 'measure',
    lines: [
      ['says', measure.title],
      ['definition', measure.definition],
      [
        'unit',
        `${measure.unit}; ${measure.better} is better${measure.distribution ? '; a gate names a quantile, as in ' + measure.id + '.p95' : ''}`,
      ],
      [
        'during',
        measure.phase === 'all' ? 'the whole run' : `the ${measure.phase}, where a gate names no phase`,
      ],
      ['gate takes', measure.narrows.join(', ') || 'no during, journey or upstream'],
    ],
  }));
}

async function outcomeEntries(): Promise<readonly Entry[]> {
  const { outcomes } = await import('../../../catalog/answers/outcomes.js');
  return outcomes.map((outcome) => ({
    id: outcome.class,
    kind: 'class of a response',
    lines: [
      ['says', outcome.title],
      ['utility', outcome.utility.toString()],
    ],
  }));
}

async function providerEntries(): Promise<readonly Entry[]> {
  const { providers } = await import('../../../catalog/providers/shelf.js');
  return providers.map((provider) => ({
    id: provider.id,
    kind: 'provider',
    lines: [
      ['speaks', provider.speaks],
      ['sets', Object.keys(provider.env('http://127.0.0.1:1')).join(', ')],
    ],
  }));
}

async function reporterEntries(): Promise<readonly Entry[]> {
  const { reporters } = await import('../../../catalog/reporters/shelf.js');
  return reporters.map(({ id, summary, file }) => ({
    id,
    kind: 'reporter',
    lines: [
      ['gives', summary],
      ['into', file ?? 'the terminal'],
      ['example', `brownout report <run> --reporter ${id}${file === null ? '' : `=${file}`}`],
    ],
  }));
}

async function arrivalEntries(): Promise<readonly Entry[]> {
  const { arrivals } = await import('../../../catalog/arrivals/shelf.js');
  return arrivals.map(({ id, summary }) => ({
    id,
    kind: 'arrivals',
    lines: [
      ['says', summary],
      ['example', `load: { rate: 20/s, arrivals: ${id} }`],
    ],
  }));
}

async function demoEntries(): Promise<readonly Entry[]> {
  const { demoSubjects } = await import('../../../demo/shelf.js');
  return demoSubjects.map(({ id, title, story, weaknesses }) => ({
    id,
    kind: 'demo app',
    lines: [
      ['is', title],
      ['story', story],
      ['weak in', weaknesses.length === 0 ? 'nothing that we know of' : weaknesses.join(', ')],
    ],
  }));
}

async function scenarioEntries(): Promise<readonly Entry[]> {
  const { outlineOf } = await import('../../../scenario/outline.js');
  return shippedNames().flatMap((id) => {
    const outline = outlineOf(readScenario(id, '/').text);
    if (outline === null) return [];
    const { title, story, sources, timeline } = outline;
    return {
      id,
      kind: 'scenario',
      lines: [
        ['plays', title],
        ['story', story],
        ['sources', sources.join('\n')],
        ['timeline', timeline.join('\n')],
        ['example', `brownout run ${id} --quick`],
      ],
    };
  });
}
