/** One call over HTTP/1.1 with kept connections and no timeout of its own, as plain as `fetch`. */
import * as http from 'node:http';
import * as https from 'node:https';

export interface UpstreamCall {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

export interface UpstreamResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it comes; ends with an error where the connection broke off. */
  readonly chunks: AsyncIterable<string>;
  /** Lets go of the connection without reading on. */
  drop(): void;
}

const agents = {
  'http:': new http.Agent({ keepAlive: true }),
  'https:': new https.Agent({ keepAlive: true }),
};

/** Resolves when the head has come. */
export function post(call: UpstreamCall, signal?: AbortSignal): Promise<UpstreamResponse> {
  const url = new URL(call.url);
  const body = JSON.stringify(call.body);
  const headers = {
    ...call.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const options = { method: 'POST', headers, ...(signal === undefined ? {} : { signal }) };
  return new Promise((resolve, reject) => {
    const request =
      url.protocol === 'https:'
        ? https.request(url, { ...options, agent: agents['https:'] })
        : http.request(url, { ...options, agent: agents['http:'] });
    request.once('response', (response) => {
      resolve(responseOf(response));
    });
    request.once('error', reject);
    request.end(body);
  });
}

export async function textOf(response: UpstreamResponse): Promise<string> {
  let text = '';
  for await (const chunk of response.chunks) text += chunk;
  return text;
}

function responseOf(response: http.IncomingMessage): UpstreamResponse {
  response.setEncoding('utf8');
  // Whoever dropped it doesn't want to hear that it is gone.
  response.on('error', () => undefined);
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    status: response.statusCode ?? 0,
    headers,
    chunks: response as AsyncIterable<string>,
    drop: () => response.destroy(),
  };
}
