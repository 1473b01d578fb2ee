// A server that takes no connection: it listens, says where, and never turns to it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';

const LISTEN = `
  const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
    require('node:fs').writeSync(1, String(server.address().port));
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  });`;
/** More than fit into its queue; who comes behind them gets no handshake. */
const CROWD = 8;

export async function startDeaf() {
  const child = spawn(process.execPath, ['-e', LISTEN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const port = Number(said);
  const crowd = Array.from({ length: CROWD }, () => connect({ port, host: '127.0.0.1' }));
  for (const socket of crowd) socket.on('error', () => undefined);
  return {
    address: `127.0.0.1:${port}`,
    stop: () => {
      for (const socket of crowd) socket.destroy();
      child.kill('SIGKILL');
    },
  };
}
