/** Plays wire plans at once, whatever their waits say: enough of a vendor for its official client. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { WirePlan, WireRequest } from '../../src/model/wire.js';

export interface WireServer {
  readonly url: string;
  readonly requests: readonly WireRequest[];
  close(): Promise<void>;
}

export async function serveWire(answer: (request: WireRequest) => WirePlan): Promise<WireServer> {
  const requests: WireRequest[] = [];
  const server = createServer((incoming, response) => {
    void requestOf(incoming).then((request) => {
      requests.push(request);
      play(answer(request), response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function requestOf(incoming: IncomingMessage): Promise<WireRequest> {
  const { method = '', url = '', headers } = incoming;
  return { method, path: url.split('?')[0] ?? '', headers, body: await text(incoming) };
}

function play(plan: WirePlan, response: ServerResponse): void {
  for (const step of plan) {
    if (step.do === 'head') response.writeHead(step.status, step.headers);
    else if (step.do === 'write') response.write(step.text);
    else if (step.do === 'end') response.end();
    else if (step.do !== 'commit') response.destroy();
  }
}
