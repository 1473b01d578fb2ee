/** What a client says about a proxy. */
import { Fields, itemsOf, objectsOf, readBody } from './fields.js';
import type { Json } from './json.js';
import { Refusal } from './refusal.js';

export interface ProxyWish {
  readonly name: string;
  readonly listen: string;
  readonly upstream: string;
  readonly enabled: boolean;
}

/** null: as it is. */
export interface ProxyChange {
  readonly listen: string | null;
  readonly upstream: string | null;
  readonly enabled: boolean | null;
}

interface Kind {
  /** As the original's messages call it. */
  readonly type: string;
  readonly owner: string;
  /** A `null` after a value of `enabled` makes it the default again, only in a list. */
  readonly nullTakesBack: boolean;
}

const ONE: Kind = { type: 'toxiproxy.Proxy', owner: 'Proxy', nullTakesBack: false };
const ITEM: Kind = {
  type: String.raw`struct { toxiproxy.Proxy; Enabled *bool "json:\"enabled\"" }`,
  owner: '',
  nullTakesBack: true,
};

export const PROXY_KEYS = ['name', 'listen', 'upstream', 'enabled', 'Logger'];

export function readProxy(body: string): ProxyWish {
  const wish = wishOf(readBody(body), ONE);
  sayMissing(wish, '');
  sayUnaddressable('proxy', wish.name);
  return wish;
}

export function readChange(body: string): ProxyChange {
  const fields = fieldsOf(readBody(body), ONE);
  fields.text('name', null);
  return {
    listen: fields.text('listen', null),
    upstream: fields.text('upstream', null),
    enabled: fields.flag('enabled', null),
  };
}

/** All of them are looked at before anything is done. */
export function readProxies(body: string): readonly ProxyWish[] {
  const wishes = itemsOf(readBody(body), `[]${ITEM.type}`).map((one) => wishOf(one, ITEM));
  wishes.forEach((wish, index) => sayMissing(wish, ` at proxy ${index + 1}`));
  wishes.forEach(({ name }) => sayUnaddressable('proxy', name));
  return wishes;
}

/** One of a list, by itself. */
export function proxyIn(item: Json): ProxyWish {
  const wish = wishOf(item, ITEM);
  sayMissing(wish, '');
  sayUnaddressable('proxy', wish.name);
  return wish;
}

/** The paths of the API could never name it. */
export function sayUnaddressable(what: string, name: string): void {
  if (name.includes('/') || name === '.' || name === '..')
    throw new Refusal(400, `${what} name can not be addressed: ${name}`);
}

function wishOf(value: Json, kind: Kind): ProxyWish {
  const fields = fieldsOf(value, kind);
  const isDefault = kind.nullTakesBack && fields.isTakenBack('enabled');
  return {
    name: fields.text('name', ''),
    listen: fields.text('listen', ''),
    upstream: fields.text('upstream', ''),
    enabled: fields.flag('enabled', true) || isDefault,
  };
}

function fieldsOf(value: Json, { type, owner }: Kind): Fields {
  const fields = new Fields({ owner, objects: objectsOf(value, type), known: PROXY_KEYS });
  // It comes back in every answer, so clients send it too; nothing but an object is taken.
  fields.objects('Logger', 'zerolog.Logger');
  return fields;
}

function sayMissing({ name, upstream }: ProxyWish, where: string): void {
  if (name === '') throw new Refusal(400, `missing required field: name${where}`);
  if (upstream === '') throw new Refusal(400, `missing required field: upstream${where}`);
}
