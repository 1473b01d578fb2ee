/** A curl line as people copy it from a browser or a README, read into a journey's request. */
import type { Checked, Problem } from '../model/problem.js';
import type { JourneyRequest } from '../model/scenario.js';
import type { Json } from '../model/units.js';
import { readOptions, type CurlParts, type ReadFile } from './curl-options.js';

export interface CurlRequest {
  readonly url: string;
  readonly request: JourneyRequest;
}

const NOTHING = { url: null, method: null, body: null, isGet: false, asJson: false };

const NO_FILES: ReadFile = () => null;

export function readCurl(line: string, readFile: ReadFile = NO_FILES): Checked<CurlRequest> {
  const words = shellWords(line);
  if (words === null)
    return refused('a quote is opened and not closed', 'put the whole line into single quotes');
  const [first, ...rest] = words;
  const parts: CurlParts = { ...NOTHING, headers: {} };
  const wrong = readOptions(first === 'curl' ? rest : words, parts, readFile);
  if (wrong !== null)
    return refused(wrong, 'Leave out what the app answers without, or write the journey by hand.');
  if (parts.url === null)
    return refused(
      'there is no URL in it',
      'for example: curl -d \'{"question":"hi"}\' http://127.0.0.1:3000/ask',
    );
  const url = parseUrl(parts.url);
  if (url === null) return refused(`"${parts.url}" is no URL`, 'for example: http://127.0.0.1:3000/ask');
  if (url.pathname.startsWith('//')) return refused('its path begins with two slashes', 'one is enough');
  if (parts.isGet && parts.body !== null) {
    url.search = `${url.search === '' ? '' : `${url.search}&`}${parts.body}`;
    parts.body = null;
  }
  return { ok: true, warnings: [], value: { url: url.origin, request: requestOf(url, parts) } };
}

function requestOf(url: URL, parts: CurlParts): JourneyRequest {
  return {
    method: parts.method ?? (parts.body === null ? 'GET' : 'POST'),
    path: `${url.pathname}${url.search}`,
    headers: headersOf(parts),
    body: bodyOf(parts.body),
  };
}

/** What every client writes for itself. */
const OWN_HEADERS = new Set(['content-length', 'host', 'connection']);

/** Data is a form unless it says otherwise, or is JSON to look at. */
function headersOf(parts: CurlParts): Record<string, string> {
  const headers = Object.fromEntries(
    Object.entries(parts.headers).filter(([name]) => !OWN_HEADERS.has(name)),
  );
  if (parts.body === null) return headers;
  const isJson = parts.asJson || bodyOf(parts.body).kind === 'json';
  const type = isJson ? 'application/json' : 'application/x-www-form-urlencoded';
  return { ...(parts.asJson ? { accept: type } : {}), 'content-type': type, ...headers };
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
