/** What the subject's process finds in its environment: ours, then its own, then what we must decide. */
export interface ProcessEnvironment {
  /** The environment that we run in. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** From the user's config. */
  readonly wanted: Readonly<Record<string, string>>;
  /** Addresses of the mocks and harmless keys: they win, since a real key must never be used. */
  readonly decided: Readonly<Record<string, string>>;
  readonly port: number | null;
}

/** A proxy would carry calls past our mocks. */
const PROXY = /(?:^|_)proxy$/i;
const DIRECT = 'localhost,127.0.0.1';

export function processEnvironment(from: ProcessEnvironment): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...from.inherited, ...from.wanted, ...from.decided })) {
    if (value !== undefined && !PROXY.test(name)) env[name] = value;
  }
  if (from.port !== null) env['PORT'] = String(from.port);
  return { ...env, NO_PROXY: DIRECT, no_proxy: DIRECT };
}
