/** Asks a control API in raw paths: nothing is cleaned, escaped or followed on the way. */
import { Agent, request, type IncomingHttpHeaders } from 'node:http';

export interface Heard {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Undefined where the body isn't JSON. */
  readonly json: unknown;
}

/** A body that is no text is written as JSON. */
export type Ask = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Readonly<Record<string, string>>,
) => Promise<Heard>;

export function askerOf(url: string): Ask {
  const { hostname, port } = new URL(url);
  const agent = new Agent({ keepAlive: false });
  return (method, path, body, headers = {}) =>
    new Promise((resolve, reject) => {
      const text = written(body);
      // Node would send the body of a GET or DELETE without saying that there is one.
      const length = text === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(text)) };
      const options = { hostname, port, method, path, headers: { ...length, ...headers }, agent };
      const asked = request(options, (res) => {
        res.setEncoding('utf8');
        let heard = '';
        res.on('data', (part: string) => (heard += part));
        res.on('end', () =>
          resolve({
            status: res.statusCode ?? 0,
            headers: res.headers,
            body: heard,
            json: jsonIn(heard),
          }),
        );
        res.on('error', reject);
      });
      asked.on('error', reject);
      asked.end(text);
    });
}

function written(body: unknown): string | undefined {
  if (body === undefined || body === null) return undefined;
  return typeof body === 'string' ? body : JSON.stringify(body);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
