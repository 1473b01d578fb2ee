/** A toxic as an author writes it: keys that every toxic takes, and the attributes of its own type. */
import { z } from 'zod';
import {
  bytes,
  count,
  duration,
  kilobytesPerSecond,
  parseCount,
  positiveDuration,
  quantity,
  share,
  wholeMicros,
  wholeMillis,
} from '../catalog/quantities.js';
import type { Toxic, ToxicAttribute } from '../catalog/toxics/toxic.js';
import type { ToxicAttributes, ToxicSpec } from '../model/scenario.js';
import type { Catalog } from './catalog.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { aboutKind, split } from './own-keys.js';
import type { Entry } from './own-keys.js';
import { mistakesIn } from './problems.js';
import { listed, text } from './shape.js';
import { didYouMean } from './message-words.js';

export const toxicTargetKeys = {
  on: text.describe('Name of the upstream or of the proxy whose connections it hurts.'),
  toxic: text.describe('Type of the toxic: brownout list toxics. Or down: nobody gets through.'),
};

const positiveCount = quantity((written) => {
  const connections = parseCount(written);
  return connections === null || connections < 1 ? null : connections;
}, 'a number of connections from 1');

const timeKeys = {
  at: duration.optional().describe('When it begins, counted from the phase. By default with the phase.'),
  for: positiveDuration.optional().describe('How long it lasts. By default to the end of the phase.'),
  optional: z
    .boolean()
    .optional()
    .describe('true: the run stays conclusive even if this toxic never hits a connection.'),
};

const linkKeys = {
  stream: z
    .enum(['upstream', 'downstream', 'both'])
    .optional()
    .describe('Which way: upstream is what the app sends, downstream (the default) what it gets, or both.'),
  share: share.optional().describe('Share of the connections that carry it, drawn for each. By default all.'),
  connections: positiveCount
    .optional()
    .describe('Only the first so many connections that are made while it lasts carry it. By default all.'),
  recycle: z
    .boolean()
    .optional()
    .describe('true: kept-alive connections are closed when it begins and ends, so that new ones are made.'),
};

/** Keys that every toxic takes. */
export const toxicWindowKeys = { ...linkKeys, ...timeKeys };

export type ToxicKind = Pick<Toxic, 'type' | 'summary' | 'attributes'>;

/** No toxic, but whoever writes one thinks of it as such: the proxy stands still, as if the host were gone. */
export const DOWN: ToxicKind = {
  type: 'down',
  summary: 'Nobody gets through: connections are closed, and new ones refused.',
  attributes: [],
};

export function toxicKinds(catalog: Catalog): readonly ToxicKind[] {
  return [...catalog.toxics, DOWN];
}

/** Only its outer shape; its keys depend on the type and are read by `toxicOf`. */
export const toxicShape = z.record(z.string(), z.unknown()).meta({ id: 'toxic' });

const allKeys = z.strictObject({ ...toxicTargetKeys, ...toxicWindowKeys });
/** A host that is gone is gone both ways and for everybody. */
const keysOfDown = z.strictObject({ ...toxicTargetKeys, ...timeKeys });

type Window = z.output<typeof allKeys>;

export function toxicKeysOf(kind: ToxicKind): z.ZodObject {
  return kind.type === DOWN.type ? keysOfDown : allKeys;
}

export function toxicOf(written: Entry, path: Path, catalog: Catalog, mistakes: Mistake[]): ToxicSpec | null {
  if (written['toxic'] === undefined && typeof written['fault'] === 'string') {
    mistakes.push(misplaced(path));
    return null;
  }
  const kind = toxicKinds(catalog).find(({ type }) => type === written['toxic']);
  if (kind === undefined) mistakes.push(...unknownType(written['toxic'], path, catalog));
  const shape = kind?.type === DOWN.type ? keysOfDown : allKeys;
  const [forWindow, forAttributes] = split(written, Object.keys(shape.shape));
  const window = shape.safeParse(forWindow);
  if (!window.success) mistakes.push(...mistakesIn(window.error.issues, shape, forWindow, path));
  if (kind === undefined) return null;
  const own = attributesShape(kind);
  const attributes = own.safeParse(forAttributes);
  if (!attributes.success) {
    const about = {
      what: 'A toxic of type',
      id: kind.type,
      own: kind.attributes.map(({ name }) => name),
      shared: Object.keys(shape.shape),
      all: 'Every toxic takes',
    };
    const found = mistakesIn(attributes.error.issues, own, forAttributes, path);
    mistakes.push(...found.map((each) => aboutKind(each, about)));
  }
  return window.success && attributes.success ? specOf(window.data, attributes.data) : null;
}

/** What the author may leave out stays out: it is 0 for every toxic. */
export function attributesShape(kind: ToxicKind): z.ZodType<ToxicAttributes> {
  const keys = kind.attributes.map((attribute) => {
    const quantity = quantityOf(attribute);
    return [
      attribute.name,
      (attribute.isNeeded ? quantity : quantity.optional()).describe(attribute.summary),
    ];
  });
  return z.strictObject(Object.fromEntries(keys) as Record<string, z.ZodType<number>>);
}

function specOf(window: Window, attributes: ToxicAttributes): ToxicSpec {
  return {
    on: window.on,
    toxic: window.toxic,
    attributes,
    stream: window.stream ?? 'downstream',
    toxicity: window.share ?? 1,
    connections: window.connections ?? null,
    at: window.at ?? 0,
    for: window.for ?? null,
    recycle: window.recycle ?? false,
    optional: window.optional ?? false,
  };
}

const switched = z.boolean().transform(Number);

function quantityOf({ written, kind }: ToxicAttribute): z.ZodType<number> {
  switch (written) {
    case 'millis':
      return wholeMillis;
    case 'micros':
      return wholeMicros;
    case 'bytes':
      return bytes;
    case 'kilobytes-a-second':
      return kilobytesPerSecond;
    case 'switch':
      return switched;
    case 'number':
      return kind === 'float' ? share : count;
  }
}

function misplaced(path: Path): Mistake {
  return wrong(
    'misplaced',
    [...path, 'fault'],
    'a fault stands under "faults", and this is a list of toxics',
    {
      points: 'key',
      hints: ['Move it:  faults: [{ on: …, fault: … }]'],
    },
  );
}

function unknownType(written: unknown, path: Path, catalog: Catalog): Mistake[] {
  if (typeof written !== 'string') return [];
  const types = toxicKinds(catalog).map(({ type }) => type);
  const fault = catalog.faults.find(({ kind }) => kind === written);
  const hint =
    fault === undefined
      ? `There are: ${listed(types)}.   brownout list toxics`
      : `"${written}" is a fault of the provider: write it under "faults", as  fault: ${written}.`;
  return [
    wrong('unknown-toxic', [...path, 'toxic'], `there is no toxic "${written}"`, {
      hints: [...didYouMean(written, types), hint],
    }),
  ];
}
