import { describe, expect, it } from 'vitest';
import { checks } from '../../../../src/catalog/checks/shelf.js';
import { faults } from '../../../../src/catalog/faults/shelf.js';
import { allEntries } from '../../../../src/entry/cli/explain/explained.js';
import { languageParts } from '../../../../src/scenario/language.js';
import { describedKeys } from '../../../../src/scenario/shape-keys.js';
import { rubric } from '../../../../src/score/rubric.js';
import { typed } from '../../../support/door.js';

const entries = await allEntries();

function linesOf(id: string, kind: RegExp): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.find((entry) => entry.id === id && kind.test(entry.kind))?.lines ?? []);
}

describe('explain', () => {
  it('has words for everything that list shows, under the shelf where it shows it', async () => {
    const { out } = await typed(['list', '--json']);
    const shelves = JSON.parse(out) as Record<string, { id: string }[]>;
    const kinds: Record<string, RegExp> = {
      ...{ scenarios: /^scenario$/, faults: /^fault$/, toxics: /^toxic/, providers: /^provider$/ },
      ...{ measures: /^measure$/, checks: /^check$/, reporters: /^reporter$/ },
      ...{ arrivals: /^arrivals$/, demos: /^demo app$/ },
    };
    expect(Object.keys(shelves).sort()).toEqual(Object.keys(kinds).sort());
    const shown = Object.entries(shelves).flatMap(([shelf, ids]) => ids.map(({ id }) => ({ shelf, id })));
    const unknown = shown.filter(
      ({ shelf, id }) => !entries.some((entry) => entry.id === id && kinds[shelf]?.test(entry.kind)),
    );
    expect(unknown).toEqual([]);
    expect(shelves['scenarios']).toHaveLength(20);
  });

  it('has words for every key of the language and of every fault', async () => {
    const said = await typed(['explain', 'journey']);
    expect(said.out).toContain('stream: How the app streams its answer');
    for (const { id, keys } of languageParts()) {
      expect(keys.length, id).toBeGreaterThan(0);
      for (const { key, says } of keys) expect(says, `${id}.${key}`).not.toBe('');
    }
    for (const { kind, params } of faults)
      for (const { key, says } of describedKeys(params, [])) expect(says, `${kind}.${key}`).not.toBe('');
  });

  it.each(['quantities', 'templates', 'variables', 'abort', 'scenario', 'config'])(
    'knows the language: %s',
    async (id) => {
      expect((await typed(['explain', id])).out).toMatch(new RegExp(`^${id} {2}of the language`));
    },
  );

  it('says of a provider what its mock speaks, so that what it does not is no surprise', () => {
    expect(linesOf('openai', /^provider$/)['speaks']).toContain('POST /v1/chat/completions');
    expect(linesOf('anthropic', /^provider$/)['speaks']).toContain('POST /v1/messages');
  });

  it('says nothing that is empty', () => {
    for (const { id, kind, lines } of entries)
      for (const [name, text] of lines) expect(text.trim(), `${kind} ${id}: ${name}`).not.toBe('');
  });

  it('shows a fault and a scenario of one name', async () => {
    const { out, code } = await typed(['explain', 'hang']);
    expect(code).toBe(0);
    const flat = out.replaceAll(/\s+/g, ' ');
    for (const said of [
      ...['hang fault', 'hang scenario', 'Calls are taken and never answered'],
      ...['OpenAI on 4 December 2024, 16:07', 'Z1: azure.status.microsoft', 'baseline: for 20s'],
      ...['outage: for 40s', '- primary: hang, share 45%'],
    ])
      expect(flat).toContain(said);
  });

  it('shows toxics and cohorts in a timeline', () => {
    expect(linesOf('connection-churn', /^scenario$/)['timeline']).toContain(
      '- primary: limit_time, time 2s, at 10s, recycle true',
    );
    expect(linesOf('reset-storm', /^scenario$/)['timeline']).toContain('users who come together');
  });

  it('says every rule of the rubric whole', () => {
    for (const cap of rubric.caps) {
      const said = linesOf(cap.id, /^ceiling/);
      expect(said['ceiling'], cap.id).toContain(`${cap.cap} of 100`);
      if (cap.rule.kind !== 'no-recovery') {
        expect(said['reached'], cap.id).toContain(cap.rule.measure);
        expect(said['measures'], cap.id).toContain(cap.rule.measure);
      }
      expect([said['why'], said['source']], cap.id).toEqual([cap.why, cap.source]);
      expect(said['remedy'], cap.id).toBeDefined();
    }
    for (const term of rubric.terms) {
      const said = linesOf(term.id, /^term/);
      expect(said['points'], term.id).toContain(`${term.points} of ${term.dimension}`);
      expect(said['measures'], term.id).toContain(term.measure);
      expect([said['why'], said['source']], term.id).toEqual([term.why, term.source]);
      expect(said['remedy'], term.id).toBeDefined();
    }
    expect(linesOf('storm', /^ceiling/)).toMatchObject({
      reached: 'amplification ≥ 8 in the outage',
      ceiling: '29 of 100 at most, F',
      remedy: checks.find(({ id }) => id === 'bounded-retries')?.remedy,
    });
  });

  it('says of a check which terms and ceilings it costs', async () => {
    const { out } = await typed(['explain', 'bounded-retries']);
    const flat = out.replaceAll(/\s+/g, ' ');
    expect(flat).toContain(
      'amplification: amplification in the outage; 6 of containment; 1.4 earns 90 %, 3 half; 1 is free',
    );
    expect(flat).toContain('storm: 29 of 100 at most, F, where amplification ≥ 8 in the outage');
    expect(flat).toContain('retries: 59 of 100 at most, D, where amplification > 4 in the outage');
    expect(flat).toContain('Site Reliability Engineering, chapter 21');
  });
});
