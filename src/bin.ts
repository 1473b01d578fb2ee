#!/usr/bin/env node
/** The process door: arguments and signals in, one exit code out. The only place that ends the process. */
import { readFileSync } from 'node:fs';

const argv = process.argv.slice(2);

// `brownout proxy -version` is answered as toxiproxy-server answers it.
if (['-V', 'version'].includes(argv[0] ?? '') || (argv.includes('--version') && argv[0] !== 'proxy')) {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  process.stdout.write(`${(manifest as { version: string }).version}\n`);
} else {
  void start();
}

async function start(): Promise<void> {
  const [{ main, sayThrown }, { processDoor }] = await Promise.all([
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
  const unsaid: Error[] = [];
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosedPipe(error)) unsaid.push(error);
  });
  // Where complaints can't be written, that can't be complained of.
  process.stderr.on('error', () => undefined);
  const door = processDoor(stop.signal, argv);
  // Thrown where nobody waits for it. Left to Node, it would end with 1, as if a gate had failed.
  process.on('uncaughtException', (error) => process.exit(sayThrown(error, door)));
  const code = await main(argv, door);
  process.exitCode = code;
  const end = (): never => process.exit(unsaid[0] === undefined ? code : sayUnsaid(unsaid[0]));
  flushed().then(end, end);
}

/** `brownout list | head` is no defect, and nor is a terminal that was closed (EIO). */
function isClosedPipe({ code }: NodeJS.ErrnoException): boolean {
  return code === 'EPIPE' || code === 'EIO';
}

function sayUnsaid({ message }: Error): 2 {
  process.stderr.write(`error  what was to be printed could not be written: ${message}\n`);
  process.stderr.write('exit 2: usage or configuration\n');
  return 2;
}

async function flushed(): Promise<void> {
  for (const stream of [process.stdout, process.stderr]) {
    if (stream.writableLength > 0) await new Promise((resolve) => stream.write('', resolve));
  }
}
