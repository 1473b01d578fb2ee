import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterEach, describe, expect, test } from 'vitest';
import { canariesIn } from '../../src/catalog/answers/canary.js';
import { providerById } from '../../src/catalog/providers/shelf.js';
import type { RetryAfter } from '../../src/model/llm.js';
import type { WirePlan } from '../../src/model/wire.js';
import { context } from '../support/dialect.js';
import { claimedErrors, nameOf, type Claimed } from '../support/recorded-errors.js';
import { serveWire, type WireServer } from '../support/wire-server.js';

let server: WireServer | null = null;

afterEach(async () => {
  await server?.close();
  server = null;
});

/** So that the clients' own backoff doesn't make the tests wait. */
const SOON: RetryAfter = { kind: 'milliseconds', ms: 1 };

function refusing({ recorded, refusal, limits }: Claimed): WirePlan {
  const provider = providerById(recorded.provider);
  if (provider === undefined) throw new Error(recorded.provider);
  return provider.refuse({ ...refusal, retryAfter: SOON }, { ...context, limits });
}

const question = { role: 'user', content: 'Why?' } as const;

function ask(provider: string, url: string): Promise<unknown> {
  if (provider === 'anthropic') {
    const client = new Anthropic({ baseURL: url, apiKey: 'k' });
    return client.messages.create({ model: 'm', max_tokens: 9, messages: [question] });
  }
  const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: 'k' });
  return client.chat.completions.create({ model: 'm', messages: [question] });
}

describe('the official clients', () => {
  const rows = claimedErrors.map((claimed) => [nameOf(claimed.recorded), claimed] as const);

  test.each(rows)('throw the class of %s after as many attempts', async (_name, claimed) => {
    const { recorded } = claimed;
    server = await serveWire(() => refusing(claimed));
    const error: unknown = await ask(recorded.provider, server.url).catch((thrown: unknown) => thrown);
    expect((error as Error).constructor.name).toBe(recorded.sdkClass);
    expect(error).toMatchObject({ status: recorded.status });
    expect(server.requests).toHaveLength(recorded.sdkAttempts);
  });

  test.each(rows)('pass on the canary of %s with their message', async (_name, claimed) => {
    server = await serveWire(() => refusing(claimed));
    const error: unknown = await ask(claimed.recorded.provider, server.url).catch(
      (thrown: unknown) => thrown,
    );
    expect(canariesIn((error as Error).message)).toEqual(expect.arrayContaining([context.canary]));
  });
});
