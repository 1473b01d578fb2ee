// aimock is no dependency of ours. Where it lies elsewhere, BENCH_AIMOCK names the folder that holds its
// node_modules: npm i --prefix DIR @copilotkit/aimock@1.43.0, then BENCH_AIMOCK=DIR npm run bench -- mock.
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Null where it isn't there. */
export function aimockUrl() {
  const from = join(resolve(process.env.BENCH_AIMOCK ?? '.'), 'bench.js');
  try {
    return pathToFileURL(createRequire(from).resolve('@copilotkit/aimock')).href;
  } catch {
    return null;
  }
}
