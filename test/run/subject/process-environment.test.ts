import { describe, expect, it } from 'vitest';
import { processEnvironment } from '../../../src/run/subject/process-environment.js';

const nothing = { inherited: {}, wanted: {}, decided: {}, port: null };

describe('the environment of the subject', () => {
  it('passes ours on, then what the config wants, then what we decide', () => {
    const env = processEnvironment({
      ...nothing,
      inherited: { HOME: '/home/me', OPENAI_API_KEY: 'sk-real', MODE: 'ours' },
      wanted: { MODE: 'test', OPENAI_API_KEY: 'sk-also-real' },
      decided: { OPENAI_API_KEY: 'harmless' },
    });
    expect(env).toMatchObject({ HOME: '/home/me', MODE: 'test', OPENAI_API_KEY: 'harmless' });
  });

  it.each(['HTTP_PROXY', 'https_proxy', 'ALL_PROXY', 'npm_config_https_proxy', 'PROXY'])(
    'drops %s',
    (name) => {
      expect(
        processEnvironment({ ...nothing, inherited: { [name]: 'http://elsewhere:3128' } }),
      ).not.toHaveProperty(name);
    },
  );

  it('calls its own machine without a proxy, whatever was said before', () => {
    const env = processEnvironment({ ...nothing, inherited: { NO_PROXY: 'example.com' } });
    expect(env).toMatchObject({ NO_PROXY: 'localhost,127.0.0.1', no_proxy: 'localhost,127.0.0.1' });
  });

  it('keeps names that only look like a proxy', () => {
    expect(processEnvironment({ ...nothing, inherited: { PROXY_MODE: 'x' } })['PROXY_MODE']).toBe('x');
  });

  it('says PORT only where the place is ours to choose', () => {
    expect(processEnvironment({ ...nothing, inherited: { PORT: '80' }, port: 20_001 })['PORT']).toBe('20001');
    expect(processEnvironment({ ...nothing, inherited: { PORT: '80' } })['PORT']).toBe('80');
  });
});
