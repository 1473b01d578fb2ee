import { describe, expect, it } from 'vitest';
import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';
import { satisfies } from '../../src/catalog/answers/schema-check.js';
import { faults } from '../../src/catalog/faults/shelf.js';
import { providers } from '../../src/catalog/providers/shelf.js';
import { toxics } from '../../src/catalog/toxics/shelf.js';
import type { Json } from '../../src/model/units.js';
import { configJsonSchema, scenarioJsonSchema } from '../../src/scenario/json-schema.js';
import { CONFIG } from './samples.js';

interface Variant {
  readonly if: { readonly properties: { readonly fault: { readonly const: string } } };
  readonly then: { readonly [key: string]: Json };
}

interface ToxicVariant {
  readonly if: { readonly properties: { readonly toxic: { readonly const: string } } };
  readonly then: { readonly [key: string]: Json };
}

const scenario = scenarioJsonSchema();
const variants = (scenario['definitions'] as unknown as { fault: { allOf: readonly Variant[] } }).fault.allOf;

function variantOf(kind: string): Json {
  const found = variants.find((variant) => variant.if.properties.fault.const === kind);
  return { type: 'object', ...found?.then, definitions: scenario['definitions'] ?? {} };
}

function toxicVariantOf(type: string): Json {
  const { toxic } = scenario['definitions'] as unknown as { toxic: { allOf: readonly ToxicVariant[] } };
  const found = toxic.allOf.find((variant) => variant.if.properties.toxic.const === type);
  return { type: 'object', ...found?.then, definitions: scenario['definitions'] ?? {} };
}

describe('the schemas for editors', () => {
  // After a change:  npx vitest run test/scenario/json-schema.test.ts -u
  it('are published as they are', async () => {
    await expect(`${JSON.stringify(scenario, null, 2)}\n`).toMatchFileSnapshot('../../schema/scenario.json');
    await expect(`${JSON.stringify(configJsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
      '../../schema/config.json',
    );
  });

  it('are draft-07, which every editor reads', () => {
    expect(scenario['$schema']).toBe('http://json-schema.org/draft-07/schema#');
    expect(configJsonSchema()['$schema']).toBe('http://json-schema.org/draft-07/schema#');
  });

  it.each(readdirSync('scenarios'))('accept the shipped %s, each fault by its own variant', (file) => {
    const value = parse(readFileSync(`scenarios/${file}`, 'utf8')) as {
      phases: Record<string, { faults?: readonly { fault: string }[] }>;
    };
    expect(satisfies(scenario, value)).toBe(true);
    for (const fault of Object.values(value.phases).flatMap((phase) => phase.faults ?? [])) {
      expect(satisfies(variantOf(fault.fault), fault)).toBe(true);
    }
  });

  it('accept a config', () => {
    expect(satisfies(configJsonSchema(), parse(CONFIG))).toBe(true);
  });

  it.each(faults.map(({ kind, example }) => ({ kind, example })))(
    'know the parameters of $kind, and no others',
    ({ kind, example }) => {
      const written = { on: 'claude', fault: kind, ...example };
      expect(satisfies(variantOf(kind), written)).toBe(true);
      expect(satisfies(variantOf(kind), { ...written, shar: 1 })).toBe(false);
      expect(satisfies(variantOf(kind), { fault: kind, ...example })).toBe(false);
    },
  );

  it.each([...toxics, { type: 'down', example: {} }])(
    'know the attributes of the toxic $type, and no others',
    ({ type, example }) => {
      const hurt = (...network: readonly Json[]): Json => ({
        upstreams: {},
        phases: { a: { for: '1s', network: [...network] } },
      });
      const written = { on: 'claude', toxic: type, ...example };
      expect(satisfies(scenario, hurt(written))).toBe(true);
      expect(satisfies(toxicVariantOf(type), { ...written, at: '5s' })).toBe(true);
      expect(satisfies(toxicVariantOf(type), { ...written, shar: 1 })).toBe(false);
      expect(satisfies(toxicVariantOf(type), { toxic: type, ...example })).toBe(false);
    },
  );

  it('know what a cohort takes', () => {
    const taken = (cohort: Json): boolean =>
      satisfies(scenario, { upstreams: {}, phases: { a: { for: '1s', cohort } } });
    expect(taken({ size: 50, fails: 'reset' })).toBe(true);
    expect(taken([{ fails: { fault: 'status', status: 503 } }, {}])).toBe(true);
    expect(taken({ sise: 50 })).toBe(false);
    expect(taken({ fails: 'rest' })).toBe(false);
  });

  it('refuse what is misspelt anywhere', () => {
    expect(satisfies(scenario, { upstreams: {}, phases: { a: { for: '1s', fautls: [] } } })).toBe(false);
    expect(satisfies(scenario, { upstreams: {}, phases: {}, lod: {} })).toBe(false);
    expect(satisfies(scenario, { phases: {} })).toBe(false);
  });

  it('offer the providers', () => {
    expect(JSON.stringify(scenario)).toContain(JSON.stringify(providers.map(({ id }) => id)));
  });

  it('describe every key that an author may write', () => {
    const bare: string[] = [];
    visit(scenario, '', (path, property) => {
      if (!['description', 'const', '$ref'].some((key) => key in property)) bare.push(path);
    });
    expect(bare).toEqual([]);
  });
});

type Node = Readonly<Record<string, unknown>>;

function visit(node: unknown, path: string, see: (path: string, property: Node) => void): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') {
      for (const [name, property] of Object.entries(value as Node)) see(`${path}/${name}`, property as Node);
    }
    visit(value, `${path}/${key}`, see);
  }
}
