import { describe, expect, it, vi } from 'vitest';
import type { Address } from '../../../src/run/contract.js';
import { subjectEnvironment } from '../../../src/run/subject/environment.js';
import { upstreamOf } from '../../support/record.js';

function at(port: number): Address {
  return { url: `http://127.0.0.1:${port}`, host: '127.0.0.1', port };
}

function environment(
  upstreams: readonly ReturnType<typeof upstreamOf>[],
  addresses: Readonly<Record<string, number>>,
  traps: Readonly<Record<string, number>> = {},
) {
  const places = (ports: Readonly<Record<string, number>>) =>
    new Map(Object.entries(ports).map(([name, port]) => [name, at(port)]));
  return subjectEnvironment({
    plan: { upstreams, proxies: [] },
    addresses: places(addresses),
    traps: places(traps),
  });
}

describe('what the subject is told of the providers', () => {
  it('is the variable of each official SDK, with the mock of that upstream', () => {
    const env = environment([upstreamOf('claude'), upstreamOf('gpt', { provider: 'openai' })], {
      claude: 4001,
      gpt: 4002,
    });
    expect(env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4001',
      OPENAI_BASE_URL: 'http://127.0.0.1:4002/v1',
    });
  });

  it('leads providers that the scenario does not name into their traps', () => {
    const env = environment([upstreamOf('claude')], { claude: 4001 }, { openai: 5001 });
    expect(env).toMatchObject({
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4001',
      OPENAI_BASE_URL: 'http://127.0.0.1:5001/v1',
    });
  });

  it('replaces every key by one that opens nothing', () => {
    const env = environment([upstreamOf('claude')], { claude: 4001 }, { openai: 5001 });
    for (const key of ['ANTHROPIC_API_KEY', 'OPENAI_API_KEY']) expect(env[key]).toContain('harmless');
  });

  it('leads the variable of a dialect to the first upstream that speaks it', () => {
    const env = environment([upstreamOf('near'), upstreamOf('far')], { near: 4001, far: 4002 });
    expect(env['ANTHROPIC_BASE_URL']).toBe('http://127.0.0.1:4001');
  });

  it('resolves references to variables of ours, and says which are not set', () => {
    vi.stubEnv('REGION', 'eu');
    const named = (text: string) =>
      environment([upstreamOf('claude', { env: { MY_URL: text } })], { claude: 4001 })['MY_URL'];
    expect(named('{{url}}/${REGION}')).toBe('http://127.0.0.1:4001/eu');
    expect(named('${NO_SUCH_VARIABLE:-{{host}}}')).toBe('127.0.0.1');
    expect(named('$${REGION}')).toBe('${REGION}');
    expect(() => named('${NO_SUCH_VARIABLE}')).toThrow(
      'env.MY_URL: the variable NO_SUCH_VARIABLE is not set',
    );
    vi.unstubAllEnvs();
  });

  it('fills the variables that an upstream names, and they win', () => {
    const env = environment(
      [
        upstreamOf('near'),
        upstreamOf('far', {
          env: {
            FAR_URL: '{{url}}/v2',
            FAR: '{{ host }}:{{port}}',
            ANTHROPIC_BASE_URL: '{{url}}',
            ODD: '{{x}}',
          },
        }),
      ],
      { near: 4001, far: 4002 },
    );
    expect(env).toMatchObject({
      FAR_URL: 'http://127.0.0.1:4002/v2',
      FAR: '127.0.0.1:4002',
      ANTHROPIC_BASE_URL: 'http://127.0.0.1:4002',
      ODD: '{{x}}',
    });
  });
});
