/** What was learnt of an app, as additions to its config and as lines for the person who asked. */
import { plain } from '../../catalog/reporters/words.js';
import { span } from '../../kit/figures.js';
import type { Journey, JourneyRequest } from '../../model/scenario.js';
import type { LearnedWork } from '../../run/conductor/learn/find-queued.js';
import type { Called, Learned } from '../../run/conductor/learn/learn.js';
import type { LoadedConfig } from '../../scenario/config.js';
import type { ConfigAdditions } from '../../scenario/edit-config.js';

export interface Asked {
  readonly start: string | null;
  readonly ready: string | null;
  readonly name: string | null;
}

export function additionsOf(learned: Learned, config: LoadedConfig | null, asked: Asked): ConfigAdditions {
  const { journey } = learned;
  const request = withoutDefaults(journey.request);
  const name = asked.name ?? journeyName(request, config?.journeys ?? []);
  return {
    subject: { start: asked.start, ready: asked.ready, url: learned.url },
    upstreams: newUpstreams(learned, config),
    journey: { ...journey, request, name },
  };
}

/** The path's last word; asked again, the same journey is learnt anew. */
export function journeyName(request: JourneyRequest, journeys: readonly Journey[]): string {
  const pathOf = (path: string): string => path.split('?')[0] ?? path;
  const same = journeys.find(
    (one) => one.request.method === request.method && pathOf(one.request.path) === pathOf(request.path),
  );
  if (same !== undefined) return same.name;
  const words = pathOf(request.path)
    .split('/')
    .map((word) => word.replaceAll(/[^\w-]+/g, '-').replace(/^[^A-Za-z]+/, ''))
    .filter((word) => word !== '');
  const wanted = (words.at(-1) ?? 'home').slice(0, 60);
  const taken = new Set(journeys.map(({ name }) => name));
  for (let number = 2, name = wanted; ; number += 1) {
    if (!taken.has(name)) return name;
    name = `${wanted}-${number}`;
  }
}

/** Shipped scenarios hurt `primary` and know a `secondary`; what comes after is called by its provider. */
function newUpstreams(learned: Learned, config: LoadedConfig | null): ConfigAdditions['upstreams'] {
  const spoken = new Set(config?.upstreams.map(({ provider }) => provider));
  const taken = new Set(config?.upstreams.map(({ name }) => name));
  return learned.called
    .filter(({ provider }) => !spoken.has(provider))
    .map(({ provider }) => {
      const name = ['primary', 'secondary', provider].find((one) => !taken.has(one)) ?? provider;
      taken.add(name);
      return { name, provider };
    });
}

/** A JSON body says its type by itself. */
function withoutDefaults(request: JourneyRequest): JourneyRequest {
  const { 'content-type': type, ...headers } = request.headers;
  const isSaid = type === undefined || (request.body.kind === 'json' && type === 'application/json');
  return isSaid ? { ...request, headers } : request;
}

const SECRET_HEADERS = ['authorization', 'cookie', 'x-api-key', 'api-key', 'proxy-authorization'];

export function learntLines(learned: Learned, { journey, upstreams }: ConfigAdditions): readonly string[] {
  const { called, question, isJoined, url } = learned;
  const lines: (readonly [string, string])[] = [
    [
      'app',
      `ready after ${span(learned.readyIn)}${url === null ? '' : `; it keeps to ${url} and takes no PORT`}`,
    ],
    ['question', questionWords(question, journey.needsModel, isJoined)],
  ];
  if (journey.needsModel) {
    lines.push(['answer', answerWords(learned)]);
    lines.push(['provider', called.map(calledWords).join('; ')]);
  } else lines.push(['provider', 'none was called: it must survive every outage']);
  lines.push(...called.filter(({ tools }) => tools.length > 0).map(toolsLine));
  if (upstreams.length > 0)
    lines.push(['upstreams', upstreams.map(({ name, provider }) => `${name} is ${provider}`).join(', ')]);
  const secret = Object.keys(journey.request.headers).filter((name) => SECRET_HEADERS.includes(name));
  if (secret.length > 0)
    lines.push([
      'note',
      `${secret.join(', ')} stands in the config as you gave it; write \${NAME} there to keep it out`,
    ]);
  return lines.map(([label, text]) => `  ${label.padEnd(11)}${text}`);
}

const MOST_TOOLS = 5;

function toolsLine({ provider, tools }: Called): readonly [string, string] {
  const more = tools.length > MOST_TOOLS ? ` and ${tools.length - MOST_TOOLS} more` : '';
  const names = plain(tools.slice(0, MOST_TOOLS).join(', '));
  return [
    'tools',
    `${names}${more} offered to ${provider}; its mock answers in words, unless  model: { tools: first }  of its upstream has it call the first`,
  ];
}

function calledWords({ provider, calls, callers }: Called): string {
  const by = callers.length === 0 ? '' : ` by ${plain(callers.join(' and '))}`;
  return `${provider}, ${calls} ${calls === 1 ? 'call' : 'calls'}${by}`;
}

function questionWords(question: string | null, needsModel: boolean, isJoined: boolean): string {
  if (question === null) return 'nothing in the request; every user asks the same';
  if (!needsModel) return `${question}, filled with a text of its own for each user`;
  return isJoined
    ? question
    : `${question}, but it does not reach the provider: calls are joined to users by headers, if at all`;
}

function queuedWords({ status, poll, done, failed }: LearnedWork): string {
  const where =
    typeof poll === 'string' ? `json ${poll}` : 'header' in poll ? `the header ${poll.header}` : poll.path;
  const error =
    failed === null ? 'say in the config, as failed:, where an error lies' : `an error at ${failed}`;
  return `later, put off with ${status}: asked for at ${where}, then json ${done}; ${error}; `;
}

function answerWords({ journey: { answer, stream, queued } }: Learned): string {
  const survives = answer.survives === 'words' ? 'its words survive' : 'only its number survives';
  const part = answer.part ? ', shown in part' : '';
  if (queued !== null) return `${queuedWords(queued)}${survives}`;
  if (stream.format === 'none')
    return `${answer.at === '' ? 'the whole body' : `json ${answer.at}`}, ${survives}${part}`;
  const end = stream.done === null ? 'ends with the body' : `ends with ${stream.done}`;
  const grows = stream.grows === true ? 'all of the text so far' : 'text';
  return `a stream (${stream.format}), ${grows} at ${stream.text === '' ? 'the event itself' : stream.text}, ${end}, ${survives}${part}`;
}
