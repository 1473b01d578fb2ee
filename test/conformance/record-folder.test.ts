import { appendFile, mkdtemp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { EffectRow, EventRow, ResponseRow } from '../../src/model/event.js';
import {
  claimFolder,
  createRunFolder,
  readRunFolder,
  removeUnplayed,
  UNFINISHED,
  writeFacts,
} from '../../src/run/record/folder.js';
import { openJournal } from '../../src/run/record/journal.js';
import { attempt, factsOf, planOf, response } from '../support/record.js';

let home = '';
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'brownout-record-'));
});
afterEach(() => rm(home, { recursive: true }));

const plan = planOf();

const KILLED = { kind: 'interrupted', signal: UNFINISHED } as const;

const EFFECTS: readonly EffectRow[] = [
  { kind: 'effect', inbound: 1, journey: 'save-note', phase: 'outage', count: 2 },
  { kind: 'effect', inbound: 2, journey: 'save-note', phase: 'outage', count: null },
];

async function recorded(folder: string) {
  await createRunFolder(folder, plan);
  const journal = await openJournal({ folder });
  const responses = [0, 1, 2].map((inbound) => response({ inbound, due: inbound }));
  const attempts = [attempt({ id: 1, inbound: 1, started: 1 })];
  for (const row of responses) journal.response(row);
  for (const row of attempts) journal.attempt(row);
  journal.event({ kind: 'phase', at: 0, phase: 'baseline' });
  for (const row of EFFECTS) journal.event(row);
  await journal.close();
  const facts = factsOf(plan);
  await writeFacts(folder, facts);
  return { responses, attempts, facts };
}

/** Rows look their fields up in columns: written down they are what they were. */
function written(found: unknown): unknown {
  return JSON.parse(JSON.stringify(found));
}

describe('the folder of a run that never began', () => {
  it('is gone, so that the next may have it', async () => {
    const folder = join(home, 'run');
    await createRunFolder(folder, plan);
    await (await openJournal({ folder })).close();
    await removeUnplayed(folder);
    expect(await readdir(home)).toEqual([]);
  });

  it('keeps what somebody else put there', async () => {
    const folder = join(home, 'run');
    await createRunFolder(folder, plan);
    await writeFile(join(folder, 'notes.txt'), 'mine');
    await removeUnplayed(folder);
    expect(await readdir(folder)).toEqual(['notes.txt']);
  });

  it('is kept where a row or its facts are written', async () => {
    const [withRows, withFacts] = [join(home, 'rows'), join(home, 'facts')];
    await recorded(withRows);
    await rm(join(withRows, 'run.json'));
    await createRunFolder(withFacts, plan);
    await writeFacts(withFacts, factsOf(plan));
    for (const folder of [withRows, withFacts]) await removeUnplayed(folder);
    expect(await readdir(withRows)).toEqual(['events.ndjson', 'plan.json']);
    expect(await readdir(withFacts)).toEqual(['plan.json', 'run.json']);
  });
});

/** Each of them reads well, and would be graded as what happened. */
const EDITS: readonly (readonly [string, string, (text: string) => string])[] = [
  ['a plan with another number', 'plan.json', (text) => text.replace(/"deadline": \d+/, '"deadline": 1')],
  [
    'a plan with a list in place of a text',
    'plan.json',
    (text) => text.replace('"id": "', '"id": [], "x": "'),
  ],
  ['facts with another number', 'run.json', (text) => text.replace(/"complete": \d+/, '"complete": 77')],
  ['sums that are none', 'run.json', (text) => text.replace(/"sums": \{[^}]*\}/, '"sums": 5')],
];

const edited: readonly [string, string, (folder: string) => Promise<unknown>][] = EDITS.map(
  ([what, file, edit]) => [
    what,
    'damaged-run',
    async (folder) => {
      await recorded(folder);
      await rewrite(join(folder, file), edit);
    },
  ],
);

async function rewrite(path: string, edit: (text: string) => string): Promise<void> {
  const before = await readFile(path, 'utf8');
  expect(edit(before)).not.toBe(before);
  await writeFile(path, edit(before));
}

const firstOf = (text: string): string => /^\{"kind":"response".*\n/m.exec(text)?.[0] ?? '';

describe('rows that were edited since', () => {
  it.each<[string, 'run' | 'nothing', (text: string) => string]>([
    ['where one is missing', 'run', (text) => text.replace(firstOf(text), '')],
    ['where one stands twice', 'run', (text) => text + firstOf(text)],
    ['where one has another word', 'nothing', (text) => text.replace('"class":"full"', '"class":"hang"')],
  ])('are read with a word of it, %s', async (_, voids, edit) => {
    const folder = join(home, 'run');
    const { facts } = await recorded(folder);
    await writeFacts(folder, { ...facts, ending: KILLED });
    const { counts } = (await readRunFolder(folder)).facts;
    await writeFacts(folder, { ...facts, counts });
    expect((await readRunFolder(folder)).facts.checks.filter(({ id }) => id === 'rows')).toEqual([]);
    await rewrite(join(folder, 'events.ndjson'), edit);
    const { checks } = (await readRunFolder(folder)).facts;
    expect(checks.at(-1)).toMatchObject({ id: 'rows', ok: false, voids });
    expect(checks.at(-1)?.said).toContain('events.ndjson is not as the run left it');
  });
});

describe('the folder of a run', () => {
  it('gives back the record that was written', async () => {
    const folder = join(home, 'deep', 'run');
    const { responses, attempts, facts } = await recorded(folder);
    expect(written(await readRunFolder(folder))).toEqual({
      plan,
      facts,
      responses,
      attempts,
      connections: [],
      toxics: [],
      phases: [{ kind: 'phase', at: 0, phase: 'baseline' }],
      windows: [],
      notes: [],
      self: [],
      effects: EFFECTS,
    });
  });

  it('is never taken from another run', async () => {
    const folder = join(home, 'run');
    await createRunFolder(folder, plan);
    const before = await readFile(join(folder, 'plan.json'), 'utf8');
    await expect(createRunFolder(folder, planOf({ seed: 2 }))).rejects.toMatchObject({
      code: 'folder-taken',
      ending: 'usage',
    });
    expect(await readFile(join(folder, 'plan.json'), 'utf8')).toBe(before);
  });

  it('goes to one of two runs that start together', async () => {
    const folder = join(home, 'run');
    const settled = await Promise.allSettled([1, 2].map((seed) => createRunFolder(folder, planOf({ seed }))));
    expect(settled.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('gets a name of its own where the wanted one is taken', async () => {
    const wanted = join(home, 'runs', 'storm');
    const claimed = await Promise.all([claimFolder(wanted), claimFolder(wanted), claimFolder(wanted)]);
    expect([...claimed].sort()).toEqual([wanted, `${wanted}-2`, `${wanted}-3`]);
    await createRunFolder(claimed[0], plan);
  });

  it('tolerates a last line that was cut, and says so', async () => {
    const folder = join(home, 'run');
    const { responses } = await recorded(folder);
    await appendFile(join(folder, 'events.ndjson'), '{"kind":"response","inbou');
    const record = await readRunFolder(folder);
    expect(written(record.responses)).toEqual(responses);
    expect(record.notes.map(({ text }) => text)).toEqual([expect.stringContaining('cut short')]);
  });

  it('that was killed counts the rows that it has', async () => {
    const folder = join(home, 'run');
    const { facts } = await recorded(folder);
    await writeFacts(folder, { ...facts, ending: KILLED });
    const { counts } = (await readRunFolder(folder)).facts;
    expect(counts).toMatchObject({ scheduled: 3, complete: 3, attempts: 1, joined: 1 });
  });

  it('leaves no half-written file behind', async () => {
    const folder = join(home, 'run');
    await recorded(folder);
    expect((await readdir(folder)).sort()).toEqual(['events.ndjson', 'plan.json', 'run.json']);
  });
});

describe('a big file of rows', () => {
  const classes = ['full', 'alt', 'raw-error', 'stale', 'hang'] as const;

  async function played(folder: string, rows: number): Promise<void> {
    await createRunFolder(folder, plan);
    const journal = await openJournal({ folder });
    for (let index = 0; index < rows; index += 1) {
      const got = classes[(index * 7) % 5] ?? 'full';
      const why = got === 'raw-error' ? `said "${index % 9} €"` : null;
      const age = got === 'stale' ? index / 8 : null;
      journal.response(response({ inbound: index, due: index * 1.009, class: got, why, age }));
      const also = index % 50 === 0 ? [index + 1] : [];
      journal.attempt(
        attempt({ id: index, inbound: index % 3 === 0 ? null : index, started: index - 9, also }),
      );
      // Longer than what is read of a file at once.
      if (index === rows / 2) journal.event({ kind: 'note', at: 7, text: 'é'.repeat(600_000) });
    }
    await journal.close();
    await writeFacts(folder, factsOf(plan));
  }

  it('is read as any reader of JSON reads it', async () => {
    const folder = join(home, 'run');
    await played(folder, 40_000);
    await appendFile(join(folder, 'events.ndjson'), '{"kind":"note"');
    const lines = (await readFile(join(folder, 'events.ndjson'), 'utf8')).split('\n').slice(0, -1);
    const rows = lines.map((line) => JSON.parse(line) as EventRow);
    const record = await readRunFolder(folder);
    expect(written(record.responses)).toEqual(rows.filter(({ kind }) => kind === 'response'));
    expect(written(record.attempts)).toEqual(rows.filter(({ kind }) => kind === 'attempt'));
    const [note, cut] = record.notes;
    expect(note).toEqual(rows.find(({ kind }) => kind === 'note'));
    // The last user who hung waited for half a minute.
    expect(cut?.at).toBeCloseTo(39_997 * 1.009 + 30_000, 2);
  });
});

describe('what is no run', () => {
  const spoilers: readonly [string, string, (folder: string) => Promise<unknown>][] = [
    ['a folder that is not there', 'no-run', () => Promise.resolve()],
    ['a folder of something else', 'no-run', (folder) => mkdir(folder)],
    [
      'a line in the middle that is no JSON',
      'damaged-run',
      async (folder) => {
        await recorded(folder);
        await appendFile(join(folder, 'events.ndjson'), 'oops\n{"kind":"note","at":1,"text":""}\n');
      },
    ],
    [
      'a row without what its kind promises',
      'damaged-run',
      async (folder) => {
        await recorded(folder);
        await appendFile(join(folder, 'events.ndjson'), '{"kind":"phase"}\n');
      },
    ],
    [
      'a plan that is no plan',
      'damaged-run',
      async (folder) => {
        await recorded(folder);
        await writeFile(join(folder, 'plan.json'), '[]');
      },
    ],
    ...edited,
    [
      'another format',
      'other-format',
      async (folder) => {
        await recorded(folder);
        await writeFile(join(folder, 'plan.json'), JSON.stringify({ ...plan, format: 2 }));
      },
    ],
    ['a run that never began', 'run-never-began', (folder) => createRunFolder(folder, plan)],
  ];

  it.each(spoilers)('is refused: %s', async (_, code, spoil) => {
    const folder = join(home, 'run');
    await spoil(folder);
    await expect(readRunFolder(folder)).rejects.toMatchObject({ code, ending: 'usage' });
  });
});

describe('a journal on disk', () => {
  it('never appends to the rows of another run', async () => {
    await recorded(join(home, 'run'));
    await expect(openJournal({ folder: join(home, 'run') })).rejects.toMatchObject({ code: 'disk-failed' });
  });

  it('reads back a hundred thousand rows, each once', async () => {
    const folder = join(home, 'run');
    await createRunFolder(folder, plan);
    const journal = await openJournal({ folder });
    for (let inbound = 0; inbound < 100_000; inbound += 1)
      journal.response(response({ inbound, due: inbound }));
    await journal.close();
    await writeFacts(folder, factsOf(plan));
    const { responses } = await readRunFolder(folder);
    expect(new Set(responses.map((row: ResponseRow) => row.inbound)).size).toBe(100_000);
  });
});
