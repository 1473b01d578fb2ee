import type { Millis } from '../../model/units.js';
import type { WirePlan } from '../../model/wire.js';

export type Headers = Readonly<Record<string, string>>;

/** Headers that are still being written. */
export type OpenHeaders = Record<string, string>;

export interface Reply {
  readonly status: number;
  /** Made for this reply: the length of its body is added to them. */
  readonly headers: OpenHeaders;
  readonly body: string;
  /** How long the model thinks before the head goes out. */
  readonly after: Millis;
  /** Tokens of the model that the body carries. */
  readonly tokens: number;
}

/** One body with its length, as every vendor sends what it doesn't stream. */
export function reply({ status, headers, body, after, tokens }: Reply): WirePlan {
  headers['content-length'] = String(Buffer.byteLength(body));
  return [
    { do: 'head', after, status, headers },
    { do: 'write', after: 0, text: body, part: 'body', tokens },
    { do: 'end', after: 0 },
  ];
}

/** What is answered at once and without a model. */
export function replyAtOnce(status: number, headers: OpenHeaders, body: string): WirePlan {
  return reply({ status, headers, body, after: 0, tokens: 0 });
}

/** One frame of a stream of events, as a vendor without named events writes it. */
export function dataFrame(text: string): string {
  return `data: ${text}\n\n`;
}
