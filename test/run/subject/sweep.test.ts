import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { expect, it } from 'vitest';
import { leftovers } from '../../../src/run/subject/sweep.js';

it('looks for what is left under a user who has no name, as in a container', async () => {
  const { userInfo } = os;
  os.userInfo = () => {
    throw new Error('uv_os_get_passwd returned ENOENT');
  };
  syncBuiltinESMExports();
  try {
    await expect(leftovers()).resolves.toBeInstanceOf(Array);
  } finally {
    os.userInfo = userInfo;
    syncBuiltinESMExports();
  }
});
