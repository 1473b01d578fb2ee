/** Who listens where, before we start anything. */
import { connect } from 'node:net';

const PATIENCE = 1_000;

export async function isListening(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host, timeout: PATIENCE });
    const told = (isThere: boolean): void => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on('connect', () => told(true));
    socket.on('error', () => told(false));
    socket.on('timeout', () => told(false));
  });
}
