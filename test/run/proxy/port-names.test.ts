import { expect, test } from 'vitest';
import { ListenError } from '../../../src/run/proxy/listen-error.js';
import { portNamesOf } from '../../../src/run/proxy/port-names.js';

const LIST = `
# a comment
redis\t\t6379/tcp
db  5432/tcp  postgres Postgres-Old # names beside
db  5433/udp
dns 53/udp
http 8080/tcp
`;

test.each([
  ['redis', 6379],
  ['REDIS', 6379],
  ['db', 5432],
  ['postgres-old', 5432],
])('%s is found in the list of the machine', (name, port) => {
  expect(portNamesOf(() => LIST)(name)).toBe(port);
});

test('a name that stands for UDP alone, and one that nobody knows, are no ports', () => {
  const portNamed = portNamesOf(() => LIST);
  for (const name of ['dns', 'nothing'])
    expect(() => portNamed(name)).toThrow(new ListenError(`lookup tcp/${name}: unknown port`));
});

test('the list is read once, and not for what Go knows', () => {
  let reads = 0;
  const portNamed = portNamesOf(() => {
    reads += 1;
    return LIST;
  });
  expect([portNamed('http'), reads]).toEqual([80, 0]);
  expect([portNamed('redis'), portNamed('db'), reads]).toEqual([6379, 5432, 1]);
});

test('a machine without a list says so', () => {
  expect(() => portNamesOf(() => null)('redis')).toThrow(
    'lookup tcp/redis: unknown port (there is no /etc/services here)',
  );
});
