import { expect, test } from 'vitest';
import { harmlessKey } from '../../../src/catalog/answers/canary.js';
import { excerpt, redact } from '../../../src/catalog/answers/redact.js';

test.each([
  ['Authorization: Bearer abc.def-ghi123', 'abc.def-ghi123'],
  ['invalid key sk-ant-api03-AbCdEfGh12345678', 'AbCdEfGh12345678'],
  ['x-api-key: 0123456789abcdef', '0123456789abcdef'],
  ['{"api_key":"0123456789abcdef"}', '0123456789abcdef'],
  ['OPENAI_API_KEY=0123456789abcdef', '0123456789abcdef'],
  ['postgres://user:hunter22@db/app', 'hunter22'],
  ['token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'eyJzdWIiOiIxIn0'],
  ['AIzaSyA1234567890abcdef', 'A1234567890abcdef'],
  [`key ${harmlessKey('openai')}`, 'harmless-key'],
])('%j keeps its secret', (text, secret) => {
  expect(redact(text)).not.toContain(secret);
  expect(redact(text)).toContain('[redacted]');
});

test('plain words stay', () => {
  for (const text of ['Overloaded, try again in 5 s', 'http://localhost:3000/ask', 'the task-force met']) {
    expect(redact(text)).toBe(text);
  }
});

test('an excerpt is one line without control characters, cut to size', () => {
  expect(excerpt('a\u001b[2J\r\nb\u202ec\u0000')).toBe('a [2J b c');
  expect(excerpt('x'.repeat(500))).toHaveLength(120);
  expect(excerpt('short', 3)).toBe('sh…');
});

test('a secret that the cut would halve is redacted before', () => {
  expect(excerpt(`${'x'.repeat(110)} sk-live-0123456789abcdef`)).not.toContain('sk-live');
});

test('a megabyte of anything is done at once', () => {
  expect(excerpt('api_key '.repeat(130_000)).length).toBeLessThanOrEqual(120);
  expect(redact(`//${'a'.repeat(1_000_000)}`)).toHaveLength(1_000_002);
});
