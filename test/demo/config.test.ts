import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { demoConfig, demoJourneys } from '../../src/demo/config.js';
import { demoSubjects } from '../../src/demo/shelf.js';

test.each(demoSubjects)('the config of $id starts its file and has the journeys of all', ({ id, file }) => {
  const config: unknown = parse(demoConfig(id));
  expect(config).toMatchObject({ subject: { name: id, ready: '/health' } });
  expect(config).toMatchObject(parse(demoJourneys) as object);
  expect(demoConfig(id)).toContain(file);
});

test('four apps, each once', () => {
  expect(new Set(demoSubjects.map(({ id }) => id))).toEqual(
    new Set(['naive', 'stubborn', 'sdk', 'hardened']),
  );
});
