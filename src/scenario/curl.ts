/** A curl line as people copy it from a browser or a README, read into a journey's request. */
import type { Checked, Problem } from '../model/problem.js';
import type { JourneyRequest } from '../model/scenario.js';
import type { Json } from '../model/units.js';

export interface CurlRequest {
  readonly url: string;
  readonly request: JourneyRequest;
}

interface Parts {
  url: string | null;
  method: string | null;
  body: string | null;
  asJson: boolean;
  readonly headers: Record<string, string>;
}

const WITH_VALUE = new Set([
  '-o',
  '--output',
  '-A',
  '--user-agent',
  '-m',
  '--max-time',
  '--connect-timeout',
  '-w',
  '-b',
  '--cookie',
  '-e',
  '--referer',
  '--retry',
]);

export function readCurl(line: string): Checked<CurlRequest> {
  const words = shellWords(line);
  if (words === null)
    return refused('a quote is opened and not closed', 'put the whole line into single quotes');
  const [first, ...rest] = words;
  const parts: Parts = { url: null, method: null, body: null, asJson: false, headers: {} };
  readWords(first === 'curl' ? rest : words, parts);
  if (parts.url === null)
    return refused(
      'there is no URL in it',
      'for example: curl -d \'{"question":"hi"}\' http://127.0.0.1:3000/ask',
    );
  const url = parseUrl(parts.url);
  if (url === null) return refused(`"${parts.url}" is no URL`, 'for example: http://127.0.0.1:3000/ask');
  return {
    ok: true,
    warnings: [],
    value: {
      url: url.origin,
      request: {
        method: parts.method ?? (parts.body === null ? 'GET' : 'POST'),
        path: `${url.pathname}${url.search}`,
        headers: headersOf(parts),
        body: bodyOf(parts.body),
      },
    },
  };
}

function readWords(words: readonly string[], parts: Parts): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? '';
    const [name, inline] = splitOption(word);
    const value = (): string => inline ?? words[(index += 1)] ?? '';
    if (name === '-X' || name === '--request') parts.method = value().toUpperCase();
    else if (name === '-H' || name === '--header') addHeader(parts, value());
    else if (['-d', '--data', '--data-raw', '--data-binary', '--data-ascii'].includes(name))
      addBody(parts, value());
    else if (name === '--json') {
      parts.asJson = true;
      addBody(parts, value());
    } else if (name === '--url') parts.url = value();
    else if (WITH_VALUE.has(name)) value();
    else if (!word.startsWith('-')) parts.url = word;
  }
}

/** `-XPOST` and `--header=x` carry their value themselves. */
function splitOption(word: string): readonly [string, string | null] {
  const long = /^(--[\w-]+)=(.*)$/s.exec(word);
  if (long !== null) return [long[1] ?? word, long[2] ?? ''];
  if (/^-[XHd]./s.test(word)) return [word.slice(0, 2), word.slice(2)];
  return [word, null];
}

function addHeader(parts: Parts, text: string): void {
  const colon = text.indexOf(':');
  if (colon > 0) parts.headers[text.slice(0, colon).trim().toLowerCase()] = text.slice(colon + 1).trim();
}

function addBody(parts: Parts, text: string): void {
  parts.body = parts.body === null ? text : `${parts.body}&${text}`;
}

/** What every client writes for itself. */
const OWN_HEADERS = new Set(['content-length', 'host', 'connection']);

function headersOf(parts: Parts): Record<string, string> {
  const headers = Object.fromEntries(
    Object.entries(parts.headers).filter(([name]) => !OWN_HEADERS.has(name)),
  );
  const isJson = parts.asJson || bodyOf(parts.body).kind === 'json';
  return isJson ? { ...headers, 'content-type': headers['content-type'] ?? 'application/json' } : headers;
}

function bodyOf(body: string | null): JourneyRequest['body'] {
  if (body === null) return { kind: 'none' };
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null
      ? { kind: 'json', value: value as Json }
      : { kind: 'text', text: body };
  } catch {
    return { kind: 'text', text: body };
  }
}

function parseUrl(text: string): URL | null {
  try {
    const url = new URL(/^\w+:\/\//.test(text) ? text : `http://${text}`);
    return url.protocol === 'http:' || url.protocol === 'https:' ? url : null;
  } catch {
    return null;
  }
}

/** Words as a POSIX shell would split them; null where a quote isn't closed. */
export function shellWords(line: string): string[] | null {
  const words: string[] = [];
  const rest = line.replace(/\\\r?\n/g, ' ');
  const pattern = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|([^\s'"\\]+)|(.)/gsy;
  let word: string | null = null;
  for (const [whole, single, double, escaped, bare, stray] of rest.matchAll(pattern)) {
    if (stray !== undefined) return null;
    if (/^\s+$/.test(whole)) {
      if (word !== null) words.push(word);
      word = null;
      continue;
    }
    const text: string = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? bare ?? '';
    word = (word ?? '') + text;
  }
  return word === null ? words : [...words, word];
}

function refused(message: string, hint: string): Checked<CurlRequest> {
  const problem: Problem = {
    code: 'curl',
    severity: 'error',
    message: `the curl line can't be read: ${message}`,
    where: null,
    hints: [hint],
  };
  return { ok: false, problems: [problem] };
}
