import { expect, it } from 'vitest';
import { addressAt, belowTarget } from '../../src/run/address.js';

const TARGET = new URL('http://127.0.0.1:3000/app/');

it('never leads to another machine, whatever the path looks like', () => {
  for (const path of ['//127.0.0.1:18777/ask', '/\\evil.example/ask', '///x', '/@evil.example/']) {
    expect(addressAt(TARGET, path).origin).toBe('http://127.0.0.1:3000');
  }
  expect(addressAt(TARGET, '/ask?q=1').href).toBe('http://127.0.0.1:3000/ask?q=1');
});

it("puts the target's own path before a journey's", () => {
  expect(belowTarget(TARGET, '/ask')).toBe('/app/ask');
  expect(belowTarget(new URL('http://127.0.0.1:3000'), '/ask')).toBe('/ask');
});
