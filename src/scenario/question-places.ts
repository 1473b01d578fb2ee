/** Where in a request the user's question may lie: every text of it, the longest first. */
import type { JourneyRequest } from '../model/scenario.js';
import type { Json } from '../model/units.js';

export interface QuestionPlace {
  /** As a person finds it: `json /question`, `query q`, `text`. */
  readonly said: string;
  readonly length: number;
  fill(text: string): JourneyRequest;
}

const MOST = 8;

export function questionPlaces(request: JourneyRequest): readonly QuestionPlace[] {
  const found = [...bodyPlaces(request), ...queryPlaces(request)];
  return found.sort((one, other) => other.length - one.length).slice(0, MOST);
}

function bodyPlaces(request: JourneyRequest): readonly QuestionPlace[] {
  const { body } = request;
  if (body.kind === 'none') return [];
  if (body.kind === 'json') {
    return leavesOf(body.value).map(({ path, text }) => ({
      said: `json ${pointerOf(path)}`,
      length: text.length,
      fill: (filled) => ({ ...request, body: { kind: 'json', value: replaced(body.value, path, filled) } }),
    }));
  }
  const fields = formFields(request, body.text);
  if (fields === null) {
    const fill = (text: string): JourneyRequest => ({ ...request, body: { kind: 'text', text } });
    return [{ said: 'text', length: body.text.length, fill }];
  }
  return fields.map(([name, value], index) => ({
    said: `form ${name}`,
    length: value.length,
    fill: (text) => ({ ...request, body: { kind: 'text', text: formText(fields, index, text) } }),
  }));
}

function queryPlaces(request: JourneyRequest): readonly QuestionPlace[] {
  const [path = '', query = ''] = request.path.split('?', 2);
  const fields = [...new URLSearchParams(query)];
  return fields.map(([name, value], index) => ({
    said: `query ${name}`,
    length: value.length,
    fill: (text) => ({ ...request, path: `${path}?${formText(fields, index, text)}` }),
  }));
}

/** curl sends a form where nobody says otherwise; what doesn't look like one is text. */
function formFields(request: JourneyRequest, text: string): readonly (readonly [string, string])[] | null {
  const type = request.headers['content-type'] ?? 'application/x-www-form-urlencoded';
  if (!type.includes('urlencoded') || !/^[^=&\s]+=[^&]*(&[^=&\s]+=[^&]*)*$/s.test(text)) return null;
  return [...new URLSearchParams(text)];
}

function formText(fields: readonly (readonly [string, string])[], filled: number, text: string): string {
  return fields
    .map(([name, value], index) => {
      const isTemplate = index === filled && /^\{\{\w+\}\}$/.test(text);
      return `${encodeURIComponent(name)}=${isTemplate ? text : encodeURIComponent(index === filled ? text : value)}`;
    })
    .join('&');
}

type Steps = readonly (string | number)[];

function leavesOf(value: Json, path: Steps = []): readonly { readonly path: Steps; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (typeof value !== 'object' || value === null) return [];
  if (isList(value)) return value.flatMap((each, index) => leavesOf(each, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => leavesOf(each, [...path, key]));
}

function replaced(value: Json, [step, ...rest]: Steps, text: string): Json {
  if (step === undefined) return text;
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map((each, index) => (index === step ? replaced(each, rest, text) : each));
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [key, key === step ? replaced(each, rest, text) : each]),
  );
}

function pointerOf(path: Steps): string {
  return path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
