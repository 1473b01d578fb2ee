import { afterEach, describe, expect, it, vi } from 'vitest';
import { BrownoutError } from '../../../../src/model/problem.js';
import { withTarget } from '../../../../src/run/conductor/preflight/target.js';
import { specOf } from '../../../support/subjects.js';

afterEach(() => vi.unstubAllEnvs());

function told(url: string): string {
  try {
    return withTarget(specOf({ url })).url ?? 'none';
  } catch (error) {
    return error instanceof BrownoutError ? [error.ending, error.message, ...error.hints].join(' | ') : 'bug';
  }
}

describe('where the app is said to be', () => {
  it('is an address of HTTP, with its references resolved', () => {
    vi.stubEnv('MYPORT', '4321');
    expect(told('http://127.0.0.1:${MYPORT}')).toBe('http://127.0.0.1:4321');
    expect(told('${HOST_OF_APP:-https://[::1]:8443/app}')).toBe('https://[::1]:8443/app');
    expect(withTarget(specOf({ url: null })).url).toBeNull();
  });

  it.each(['foo', 'http://', 'ftp://127.0.0.1', '127.0.0.1:3000', 'localhost:3000', 'javascript:alert(1)'])(
    'is never %j',
    (url) => expect(told(url)).toMatch(/^usage \| the target .* is no URL of an app/),
  );

  it('is shown with what was probably meant, and with the variable that is missing', () => {
    expect(told('localhost:3000')).toContain('did you mean http://localhost:3000?');
    expect(told('http://127.0.0.1:${NO_SUCH_VARIABLE}')).toMatch(/^usage .*NO_SUCH_VARIABLE/);
  });
});
