/** A config with more in it: what stands there stays as it was written, comments included. */
import { Document, isCollection, isMap, parseDocument, type Node } from 'yaml';
import type { Journey, JourneyRequest, QueuedWork, StreamShape } from '../model/scenario.js';
import type { Json } from '../model/units.js';
import { readDocument } from './read.js';

export interface ConfigAdditions {
  /** Null leaves what is there. */
  readonly subject: {
    readonly start: string | null;
    readonly ready: string | null;
    readonly url: string | null;
  };
  /** Name and provider of each upstream that is new. */
  readonly upstreams: readonly { readonly name: string; readonly provider: string }[];
  readonly journey: LearnedJourney;
}

export type LearnedJourney = Pick<Journey, 'name' | 'request' | 'needsModel' | 'answer' | 'stream'> & {
  readonly queued: Omit<QueuedWork, 'within'> | null;
};

const HEADER = ` yaml-language-server: $schema=./node_modules/brownout/schema/config.json
 What Brownout knows of your app.  brownout learn "curl …"  adds to it.`;

/** Null where the text is no config that could be added to. */
export function addToConfig(text: string | null, additions: ConfigAdditions): string | null {
  const document = text === null ? fresh() : parseDocument(text);
  if (text !== null && !readDocument(text, '').ok) return null;
  for (const [key, value] of Object.entries(additions.subject)) {
    if (value !== null) put(document, ['subject', key], value);
  }
  for (const { name, provider } of additions.upstreams) {
    put(document, ['upstreams', name], { provider });
    inOneLine(document.getIn(['upstreams', name], true));
  }
  const path = ['journeys', additions.journey.name];
  put(document, path, writtenJourney(additions.journey));
  const journey = document.getIn(path, true);
  if (isMap(journey)) for (const pair of journey.items) inOneLine(pair.value);
  return document.toString({ lineWidth: 110, singleQuote: true, flowCollectionPadding: true });
}

function fresh(): Document {
  const document = new Document({});
  document.commentBefore = HEADER;
  return document;
}

/** An empty key (`journeys:`) is no place to add to, so it is made one. */
function put(document: Document, path: readonly string[], value: Json): void {
  for (let depth = 1; depth < path.length; depth += 1) {
    const above = path.slice(0, depth);
    if (!isMap(document.getIn(above, true))) document.setIn(above, document.createNode({}));
    const node = document.getIn(above, true);
    if (isMap(node) && node.items.length === 0) node.flow = false;
  }
  document.setIn(path, document.createNode(value));
}

function inOneLine(node: unknown): void {
  if (isCollection(node as Node)) (node as { flow?: boolean }).flow = true;
}

function writtenJourney({ request, needsModel, answer, stream, queued }: LearnedJourney): Json {
  if (!needsModel) return { request: writtenRequest(request), needsModel };
  const { at, survives, part } = answer;
  if (queued !== null) return { request: writtenRequest(request), ...writtenWork(queued, answer) };
  return {
    request: writtenRequest(request),
    ...(stream.format === 'none' ? { answer: { at, ...rest(survives, part) } } : writtenStream(stream)),
    ...(stream.format !== 'none' && (survives !== 'words' || part) ? { answer: rest(survives, part) } : {}),
  };
}

/** Location and 202 go without saying. */
function writtenWork(
  { status, poll, done, failed }: Omit<QueuedWork, 'within'>,
  { survives }: Journey['answer'],
): { readonly [key: string]: Json } {
  const isLocation = typeof poll === 'object' && 'header' in poll && poll.header === 'location';
  return {
    ...(survives === 'words' ? {} : { answer: { survives } }),
    queued: {
      ...(status === 202 ? {} : { status }),
      ...(isLocation ? {} : { poll: typeof poll === 'string' ? poll : { ...poll } }),
      done,
      ...(failed === null ? {} : { failed }),
    },
  };
}

function rest(survives: Journey['answer']['survives'], part: boolean): { readonly [key: string]: Json } {
  return { ...(survives === 'words' ? {} : { survives }), ...(part ? { part } : {}) };
}

function writtenRequest({ method, path, headers, body }: JourneyRequest): Json {
  return literal({
    method,
    path,
    ...(Object.keys(headers).length === 0 ? {} : { headers }),
    ...(body.kind === 'json' ? { json: body.value } : body.kind === 'text' ? { text: body.text } : {}),
  });
}

/** What was sent as it stood must not be read as a reference to a variable. */
function literal(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('${', '$${');
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(literal);
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, literal(each)]));
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function writtenStream(stream: Exclude<StreamShape, { format: 'none' }>): { readonly [key: string]: Json } {
  const { format, text, grows, done, error } = stream;
  return {
    stream: {
      format,
      ...(text === '' ? {} : { text }),
      ...(grows === undefined ? {} : { grows }),
      ...(done === null ? {} : { done }),
      ...(error.at === null
        ? {}
        : { error: { ...(error.event === null ? {} : { event: error.event }), at: error.at } }),
    },
  };
}
