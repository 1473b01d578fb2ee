#!/usr/bin/env node
/** The process door: arguments and signals in, one exit code out. The only place that ends the process. */
import { readFileSync } from 'node:fs';

const argv = process.argv.slice(2);

if (argv[0] === '--version' || argv[0] === '-V' || argv[0] === 'version') {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${(manifest as { version: string }).version}\n`);
} else {
  void start();
}

async function start(): Promise<void> {
  const [{ main }, { processDoor }] = await Promise.all([
    import('./entry/cli/main.js'),
    import('./entry/cli/door.js'),
  ]);
  const stop = new AbortController();
  for (const [signal, code] of [
    ['SIGHUP', 129],
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(signal, () => {
      // The second one means it: whoever asks twice isn't kept waiting.
      if (stop.signal.aborted) process.exit(code);
      stop.abort(signal);
    });
  }
  process.stdout.on('error', ignoreClosedPipe);
  process.stderr.on('error', ignoreClosedPipe);
  const code = await main(argv, processDoor(stop.signal, argv.includes('--no-color')));
  process.exitCode = code;
  flushed().then(
    () => process.exit(code),
    () => process.exit(code),
  );
}

/** `brownout list | head` is no defect, and nor is a terminal that was closed (EIO). */
function ignoreClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE' && error.code !== 'EIO') throw error;
}

async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}
