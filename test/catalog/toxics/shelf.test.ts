import { describe, expect, it } from 'vitest';
import { toxicByType, toxics } from '../../../src/catalog/toxics/shelf.js';
import { attributesShape } from '../../../src/scenario/toxic.js';

describe('the shelf of toxics', () => {
  it('has those of Toxiproxy with their attributes, in the order in which it shows them', () => {
    const originals = toxics.filter(({ origin }) => origin === 'toxiproxy');
    const known = originals.map(({ type, attributes }) => [
      type,
      attributes.filter(({ origin }) => origin === 'toxiproxy').map(({ name }) => name),
    ]);
    expect(Object.fromEntries(known)).toEqual({
      bandwidth: ['rate'],
      latency: ['latency', 'jitter'],
      limit_data: ['bytes'],
      noop: [],
      reset_peer: ['timeout'],
      slicer: ['average_size', 'size_variation', 'delay'],
      slow_close: ['delay'],
      timeout: ['timeout'],
    });
  });

  it('takes floats for packet_loss alone', () => {
    const floats = toxics.filter(({ attributes }) => attributes.some(({ kind }) => kind === 'float'));
    expect(floats.map(({ type }) => type)).toEqual(['packet_loss']);
  });

  it('refuses connections with refuse alone', () => {
    expect(toxics.filter(({ connect }) => connect === 'refuse').map(({ type }) => type)).toEqual(['refuse']);
  });

  it('finds each by its type, and nothing else', () => {
    expect(toxics.map(({ type }) => toxicByType(type))).toEqual(toxics);
    expect([toxicByType('down'), toxicByType(''), toxicByType('Latency')]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it.each(toxics)('says in one sentence what $type does, and shows attributes that it has', (toxic) => {
    expect(toxic.summary).toMatch(/^[A-Z].*[^.]\.$/);
    expect(toxic.source).not.toBe('');
    const names = toxic.attributes.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    expect(attributesShape(toxic).safeParse(toxic.example).error).toBeUndefined();
    expect(Object.keys(toxic.example).filter((name) => !names.includes(name))).toEqual([]);
    expect(toxic.attributes.filter(({ summary }) => summary === '')).toEqual([]);
    expect(toxic.room).toBeGreaterThanOrEqual(0);
  });
});
