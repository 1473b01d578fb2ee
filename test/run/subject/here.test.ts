import { describe, expect, it } from 'vitest';
import { isLoopback } from '../../../src/run/subject/here.js';

describe('a name of this machine', () => {
  it('is known without asking anybody', () => {
    for (const host of ['localhost', '127.0.0.1', '127.8.9.10', '[::1]', '0.0.0.0']) {
      expect(isLoopback(new URL(`http://${host}:3000/ask`))).toBe(true);
    }
  });

  it('is none that only looks like one', () => {
    for (const host of ['localhost.example.com', 'example.com', '10.0.0.1', '128.0.0.1']) {
      expect(isLoopback(new URL(`http://${host}/`))).toBe(false);
    }
  });
});
