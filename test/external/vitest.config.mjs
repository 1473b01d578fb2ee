import { defineConfig } from 'vitest/config';

/** Beside the real counterparts only: never part of `npm test`. */
export default defineConfig({
  test: { include: ['test/external/*.test.ts'], testTimeout: 60_000 },
});
