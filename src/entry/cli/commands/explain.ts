import { wrap } from '../../../catalog/reporters/layout.js';
import { nearest } from '../../../kit/nearest.js';
import { BrownoutError } from '../../../model/problem.js';
import { paintOf, type Door } from '../door.js';
import { EXIT } from '../exit-code.js';
import { textOf, type Command } from './command.js';

interface Entry {
  readonly id: string;
  readonly kind: string;
  readonly lines: readonly (readonly [string, string])[];
}

export const explain: Command = {
  usage: 'explain <id>',
  summary: 'Say what a fault, toxic, measure, check, rule or class means',
  examples: [
    ['brownout explain cut', 'a fault with its parameters and an example'],
    ['brownout explain amplification', 'a measure with its exact definition'],
  ],
  build: (args) =>
    args.positional('id', { type: 'string', demandOption: true, describe: 'See brownout list' }),
  async run(args, door) {
    const id = textOf(args, 'id') ?? '';
    const entries = await allEntries();
    const found = entries.filter((entry) => entry.id === id);
    if (found.length === 0) throw notFound(id, entries);
    for (const entry of found) say(entry, door);
    return EXIT.passed;
  },
};

function say(entry: Entry, door: Door): void {
  const paint = paintOf(door.style);
  door.out(`${paint.bold(entry.id)}  ${paint.dim(entry.kind)}\n\n`);
  for (const [name, text] of entry.lines) {
    for (const [index, line] of text.split('\n').entries()) {
      const lead = index === 0 && name !== '' ? `${paint.dim(name.padEnd(11))} ` : ' '.repeat(12);
      const [first = '', ...more] = wrap(line, door.style.columns - 12, '');
      door.out(`${lead}${first}\n`);
      for (const rest of more) door.out(`${' '.repeat(12)}${rest}\n`);
    }
  }
  door.out('\n');
}

function notFound(id: string, entries: readonly Entry[]): BrownoutError {
  const meant = nearest(
    id,
    entries.map((entry) => entry.id),
  );
  return new BrownoutError({
    code: 'nothing-to-explain',
    ending: 'usage',
    message: `there is nothing called "${id}"`,
    hints: [
      ...(meant === null ? [] : [`did you mean "${meant}"?`]),
      'see everything that has a name:  brownout list',
    ],
  });
}

async function allEntries(): Promise<readonly Entry[]> {
  const [faults, toxics, measures, checks, rubric, outcomes, providers] = await Promise.all([
    faultEntries(),
    toxicEntries(),
    measureEntries(),
    checkEntries(),
    rubricEntries(),
    outcomeEntries(),
    providerEntries(),
  ]);
  return [...faults, ...toxics, ...measures, ...checks, ...rubric, ...outcomes, ...providers];
}

async function faultEntries(): Promise<readonly Entry[]> {
  const { faults } = await import('../../../catalog/faults/shelf.js');
  const { stringify } = await import('../../../scenario/print.js');
  return faults.map((fault) => ({
    id: fault.kind,
    kind: 'fault',
    lines: [
      ['does', fault.summary],
      ['imitates', fault.source],
      ['example', stringify({ on: 'primary', fault: fault.kind, ...fault.example }).trim()],
    ],
  }));
}

async function toxicEntries(): Promise<readonly Entry[]> {
  const { toxics } = await import('../../../catalog/toxics/shelf.js');
  const { DOWN } = await import('../../../scenario/toxic.js');
  const { stringify } = await import('../../../scenario/print.js');
  const known = toxics.map(({ type, summary, source, origin, attributes, example }): Entry => {
    const takes = attributes.map((attribute) => `${attribute.name}: ${attribute.summary}`).join('\n');
    return {
      id: type,
      kind: origin === 'ours' ? 'toxic, unknown to Toxiproxy 2.12' : 'toxic',
      lines: [
        ['does', summary],
        ['imitates', source],
        ...(takes === '' ? [] : [['takes', takes] as const]),
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
    ],
  }));
}

async function checkEntries(): Promise<readonly Entry[]> {
  const { checks } = await import('../../../catalog/checks/shelf.js');
  return checks.map((check) => ({
    id: check.id,
    kind: 'check',
    lines: [
      ['asks', check.title],
      ['why', check.why],
      ['remedy', check.remedy],
      ['weighs', [...check.terms, ...check.caps].join(', ')],
    ],
  }));
}

async function rubricEntries(): Promise<readonly Entry[]> {
  const { rubric } = await import('../../../score/rubric.js');
  const terms = rubric.terms.map((term) => ({
    id: term.id,
    kind: `term of rubric ${rubric.version}`,
    lines: [
      ['says', term.title],
      ['why', term.why],
      ['measures', term.measure],
      [
        'points',
        `${term.points} of ${term.dimension}; ${term.p10} earns 90 % of them, ${term.median} earns 50 %`,
      ],
    ] as const,
  }));
  const caps = rubric.caps.map((cap) => ({
    id: cap.id,
    kind: `ceiling of rubric ${rubric.version}`,
    lines: [
      ['says', cap.title],
      ['why', cap.why],
    ] as const,
  }));
  return [...terms, ...caps];
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
      ['speaks', provider.title],
      ['sets', Object.keys(provider.env('http://127.0.0.1:1')).join(', ')],
    ],
  }));
}
