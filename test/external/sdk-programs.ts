/** The programs in Go and Java that play calls with the official SDKs, and the mocks that they find by themselves. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { readWatermark } from '../../src/catalog/answers/watermark.js';
import { providers } from '../../src/catalog/providers/shelf.js';
import type { AttemptRow } from '../../src/model/event.js';
import type { FaultWindow } from '../../src/model/plan.js';
import { hearCallers } from '../../src/run/conductor/learn/callers.js';
import { startMocks } from '../../src/run/mock/mocks.js';
import { REPOSITORY } from '../support/cli.js';
import { mocking, planOf, tokenOf, upstream } from '../support/mocking.js';

export const VENDORS = ['anthropic', 'openai'] as const;
export type Vendor = (typeof VENDORS)[number];

/** `model` chooses the fault; of its limits, in milliseconds, one is the SDK's and one the caller's. */
export interface Call {
  readonly vendor: Vendor;
  readonly ask: string;
  readonly model: string;
  readonly timeout?: number;
  readonly giveUp?: number;
}

interface Given extends Call {
  readonly text: string;
  readonly error: string;
  readonly says: string;
  /** The vendor's word for what went wrong, as the SDK read it. */
  readonly word: string;
}

/** One call, from both sides: what the SDK gave its caller, and what the mock saw of it. */
export interface Seen extends Given {
  readonly attempts: readonly AttemptRow[];
}

const TOOLS = join(REPOSITORY, 'test', 'external', '.tools');

export const PROGRAMS = {
  Go: [join(TOOLS, 'go-sdks')],
  Java: [
    'java',
    '-cp',
    `${join(TOOLS, 'java-sdks', 'classes')}:${join(TOOLS, 'java-sdks', 'lib')}/*`,
    'Sdks',
  ],
} as const;
export type Language = keyof typeof PROGRAMS;

export interface Played {
  readonly calls: readonly Seen[];
  /** Of each vendor's mock, who called it. */
  readonly callers: readonly string[];
}

/** Where the SDKs look by themselves; nothing else is told to them. */
export async function playAll(
  language: Language,
  calls: readonly Call[],
  windows: readonly FaultWindow[],
): Promise<Played> {
  const upstreams = VENDORS.map((provider) => upstream({ name: provider, provider }));
  const asked = calls.map((call, inbound) => ({ ...call, prompt: `Why? ${tokenOf(inbound)}` }));
  const { options, rows } = mocking(planOf(upstreams, windows));
  const byToken = new Map(calls.map((_, inbound) => [tokenOf(inbound), [inbound]]));
  const inbounds = { ...options.inbounds, withToken: (token: string) => byToken.get(token) ?? [] };
  const mocks = await startMocks({ ...options, inbounds });
  const heard = hearCallers(mocks.addresses);
  try {
    const env = providers.map((one) => one.env(mocks.addresses.get(one.id)?.url ?? ''));
    const given = await said(language, asked, Object.assign({}, ...env) as Record<string, string>);
    const seen = given.map((one, inbound) => ({
      ...one,
      attempts: rows.filter((row) => row.inbound === inbound),
    }));
    return { calls: seen, callers: VENDORS.flatMap((vendor) => heard.of(vendor)) };
  } finally {
    heard.end();
    await mocks.close();
  }
}

async function said(
  language: Language,
  calls: readonly Call[],
  env: Readonly<Record<string, string>>,
): Promise<readonly Given[]> {
  const [command, ...args] = PROGRAMS[language];
  if (language === 'Go' && !existsSync(command)) throw new Error('npm run test:external builds the program');
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout: 60_000,
  });
  child.stdin.end(JSON.stringify(calls));
  return JSON.parse(await text(child.stdout)) as readonly Given[];
}

/** In words that both languages share: a whole answer, a status, or how else it ended. */
export function outcomeOf({ text: got, error }: Given): string {
  if (error === '') return readWatermark(got).ended.length > 0 ? 'answer' : 'silence';
  if (error === 'given up') return 'waits';
  const [, status = '200'] = / (\d+)$/.exec(error) ?? [];
  return status === '200' ? 'broken' : status;
}
