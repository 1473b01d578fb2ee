/** What a client says about a toxic. */
import type { Toxic, ToxicAttribute } from '../../../catalog/toxics/toxic.js';
import type { Stream, ToxicChange, ToxicSetting, ToxicValues } from '../contract.js';
import { Fields, objectsOf, readBody } from './fields.js';
import type { JsonObject } from './json.js';
import { sayUnaddressable } from './proxy-body.js';
import { Refusal } from './refusal.js';

export type ToxicByType = (type: string) => Toxic | undefined;

const CHANGE = String.raw`struct { Attributes interface {} "json:\"attributes\""; Toxicity float32 "json:\"toxicity\"" }`;
const KEYS = ['attributes', 'name', 'type', 'stream', 'toxicity', 'connections'];

/** `isTaken`: the name exists; that is told before anything about the attributes. */
export function readToxic(
  body: string,
  toxicByType: ToxicByType,
  isTaken: (name: string) => boolean,
): ToxicSetting {
  const objects = objectsOf(readBody(body), 'toxics.ToxicWrapper');
  const fields = new Fields({ owner: 'ToxicWrapper', objects, known: KEYS });
  const attributes = fields.objects('attributes', 'toxics.NoopToxic');
  const type = fields.text('type', '');
  const streamAsSent = fields.text('stream', 'downstream');
  const given = fields.text('name', '');
  const toxicity = fields.single('toxicity', 1);
  const stream = streamOf(streamAsSent);
  const toxic = toxicByType(type);
  if (toxic === undefined) throw new Refusal(400, 'invalid toxic type');
  const name = given === '' ? `${type}_${streamAsSent}` : given;
  if (isTaken(name)) throw new Refusal(409, 'toxic already exists');
  sayUnaddressable('toxic', name);
  return {
    name,
    toxic,
    stream,
    streamAsSent,
    toxicity,
    connections: connectionsOf(fields),
    attributes: valuesOf(toxic, attributes, new Map()),
  };
}

/** All or nothing: one bad key leaves the toxic as it is. */
export function readToxicChange(body: string, setting: ToxicSetting): ToxicChange {
  const objects = objectsOf(readBody(body), CHANGE);
  const fields = new Fields({ owner: '', objects, known: ['attributes', 'toxicity', 'connections'] });
  refuseOtherConnections(fields, setting);
  const attributes = fields.objects('attributes', structOf(setting.toxic));
  return {
    attributes: valuesOf(setting.toxic, attributes, setting.attributes),
    toxicity: fields.single('toxicity', setting.toxicity),
  };
}

function streamOf(sent: string): Stream {
  const stream = sent.toLowerCase();
  if (stream === 'upstream' || stream === 'downstream') return stream;
  throw new Refusal(400, 'stream was invalid, can be either upstream or downstream');
}

function connectionsOf(fields: Fields): number | null {
  const count = fields.integer('connections', null);
  if (count === null) return null;
  if (count < 1n) throw new Refusal(400, 'connections must be at least 1');
  return Number(count);
}

/** They are counted from when the toxic came, so another number has no beginning; the same, sent back, is no change. */
function refuseOtherConnections(fields: Fields, { connections }: ToxicSetting): void {
  if (!fields.has('connections') || connectionsOf(fields) === connections) return;
  throw new Refusal(400, 'connections can not be changed, add the toxic anew');
}

function valuesOf(toxic: Toxic, objects: readonly JsonObject[], before: ToxicValues): ToxicValues {
  const owner = structOf(toxic).replace('toxics.', '');
  const known = toxic.attributes.map(({ name }) => name);
  const fields = new Fields({ owner, path: 'attributes', objects, known });
  return new Map(
    toxic.attributes
      .filter(({ name, origin }) => origin === 'toxiproxy' || before.has(name) || fields.has(name))
      .map((attribute) => [attribute.name, valueOf(attribute, fields, before.get(attribute.name) ?? 0n)]),
  );
}

function valueOf(
  { name, kind, written }: ToxicAttribute,
  fields: Fields,
  before: bigint | number,
): bigint | number {
  if (written === 'switch') return fields.toggle(name, before);
  return kind === 'float' ? fields.float(name, before) : fields.integer(name, before);
}

/** `limit_data` is called `toxics.LimitDataToxic` in messages. */
function structOf({ type }: Toxic): string {
  const words = type.split('_').map((word) => word.slice(0, 1).toUpperCase() + word.slice(1));
  return `toxics.${words.join('')}Toxic`;
}
