import { expect, it } from 'vitest';
import { neverReady } from '../../../src/run/subject/unready.js';
import { specOf } from '../../support/subjects.js';

it.each([
  ['no connection', 'PORT'],
  ['a certificate that is not trusted here (self-signed certificate)', 'NODE_EXTRA_CA_CERTS=ca.pem'],
  ['a connection, but no answer in HTTP', '--target https://localhost:3000'],
  ['a connection, but no answer in TLS', '--target http://'],
])('an app that gave %s: what to do, and nothing that can not be it', (last, said) => {
  const { message, hints } = neverReady(
    specOf({ start: 'npm start' }),
    new URL('http://127.0.0.1:3000'),
    last,
    [],
  );
  expect(message).toContain(`gave ${last}`);
  expect(hints[0]).toContain(said);
  expect(hints.filter((hint) => hint.includes('PORT'))).toHaveLength(last === 'no connection' ? 1 : 0);
});
