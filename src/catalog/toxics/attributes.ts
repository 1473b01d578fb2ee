import type { Attributes, ToxicAttribute } from './toxic.js';

/** 0 where the value was left out, or is none to reckon with. */
export function valueOf(attributes: Attributes, name: string): number {
  const value = attributes[name] ?? 0;
  return Number.isFinite(value) ? value : 0;
}

/** An attribute that every Toxiproxy knows. */
export function known(name: string, written: ToxicAttribute['written'], summary: string): ToxicAttribute {
  return { name, kind: 'integer', summary, origin: 'toxiproxy', isNeeded: false, written };
}

/** An attribute that only we know. */
export function added(name: string, written: ToxicAttribute['written'], summary: string): ToxicAttribute {
  return { ...known(name, written, summary), origin: 'ours' };
}

/** What a scenario has to say. */
export function needed(attribute: ToxicAttribute): ToxicAttribute {
  return { ...attribute, isNeeded: true };
}
