import { describe, expect, it } from 'vitest';
import { configText, scaffoldOf } from '../../../../src/entry/cli/init/scaffold.js';

describe('the scaffold of a folder', () => {
  it('knows a Node app by its scripts and dependencies', () => {
    const found = scaffoldOf({
      manifest: { scripts: { start: 'node server.js' }, dependencies: { openai: '^6', express: '^5' } },
      python: '',
    });
    expect(found).toMatchObject({ start: 'npm start', providers: ['openai'] });
  });

  it('knows a Python app by its requirements', () => {
    const found = scaffoldOf({ manifest: null, python: 'fastapi\nanthropic>=2\nopenai\n' });
    expect(found.start).toContain('uvicorn');
    expect(found.providers).toEqual(['anthropic', 'openai']);
  });

  it('says what it could not find', () => {
    expect(scaffoldOf({ manifest: null, python: '' }).found.join(' ')).toContain(
      'no start command was found',
    );
  });

  it('names the first provider as the primary', () => {
    const text = configText(scaffoldOf({ manifest: null, python: 'openai' }));
    expect(text).toContain('primary: { provider: openai }');
    expect(text).not.toContain('secondary');
  });
});
