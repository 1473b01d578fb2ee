/** A journey as an author writes it: one thing that users do, and what an honest answer looks like. */
import { z } from 'zod';
import { headerName, headers, textual } from '../catalog/header-shape.js';
import { statusBetween } from '../catalog/faults/params.js';
import { parseNumber, positiveDuration, quantity } from '../catalog/quantities.js';
import type { Journey, JourneyRequest, Marker, QueuedWork, StreamShape } from '../model/scenario.js';
import { effectsOf, effectsShape } from './effects.js';
import type { Mistake, Path } from './mistake.js';
import { wrong } from './mistake.js';
import { json, pathSuchAs, pointer, text } from './shape.js';

const DEADLINE = 10_000;
/** Users hang up after ten deadlines, but nobody hangs up sooner than this. */
const LEAST_PATIENCE = 30_000;

const weight = quantity(parseNumber, 'a number from 0, such as 1 or 2.5');

const request = z
  .strictObject({
    method: z
      .enum(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])
      .optional()
      .describe('By default POST with a body and GET without.'),
    path: pathSuchAs('/ask').describe('Path and query at the app. {{id}} and {{prompt}} are filled in.'),
    headers: headers.optional().describe('Further headers. {{id}} and {{prompt}} are filled in.'),
    json: json.optional().describe('A JSON body. {{id}} and {{prompt}} are filled into its texts.'),
    text: text.optional().describe('A text body. {{id}} and {{prompt}} are filled in.'),
  })
  .meta({ title: 'a request' });

const answer = z
  .strictObject({
    at: pointer
      .optional()
      .describe('JSON pointer to the answer, such as /answer. By default the whole body.'),
    survives: z
      .enum(['words', 'nonce', 'none'])
      .optional()
      .describe("What of the model's words your own processing leaves: by default words."),
    part: z.boolean().optional().describe('true: the app shows an excerpt by design.'),
    schema: json.optional().describe('JSON Schema that the answer must satisfy.'),
  })
  .meta({ title: 'an answer' });

const format = z.enum(['sse', 'ndjson', 'text']);

const stream = z
  .union([
    format,
    z
      .strictObject({
        format: format.describe('How the app streams.'),
        text: pointer
          .optional()
          .describe("Where a piece of the answer lies in one event. By default the event's text as it is."),
        grows: z
          .boolean()
          .optional()
          .describe('true: each event holds all of the answer so far, and no piece of its own.'),
        done: text
          .optional()
          .describe(
            'Data or event name that says the answer is whole, such as "[DONE]". By default the end.',
          ),
        error: z
          .strictObject({
            event: text.optional().describe('Name of the event that tells of an error. By default error.'),
            at: pointer.optional().describe('JSON pointer that only an event of an error has.'),
          })
          .meta({ title: 'an error in a stream' })
          .optional()
          .describe('How the stream tells of an error.'),
      })
      .meta({ title: 'a stream' }),
  ])
  .describe('How the app streams its answer; leave it out if it does not.');

const marker = z
  .strictObject({
    header: headerName.optional().describe('A header that marks a lesser answer, such as x-degraded.'),
    field: pointer.optional().describe('JSON pointer to a field that marks it.'),
    event: text.optional().describe('Name of an event of the stream that marks it.'),
    status: statusBetween(100, 599, 203).optional().describe('A status that marks it, such as 203.'),
    value: z.union([z.string(), z.number(), z.boolean()]).optional().describe('Only this value of it.'),
  })
  .meta({ title: 'a marker' });

const JOB_IN_PATH = /\{\{job\}\}/;

const poll = z.union([
  pointer,
  z
    .strictObject({ header: headerName.describe('A header that names the address.') })
    .meta({ title: 'a header' }),
  z
    .strictObject({
      path: pathSuchAs('/jobs/{{job}}')
        .regex(JOB_IN_PATH, 'expected a path with {{job}} in it, such as /reports/{{job}}')
        .describe('The path to ask. {{job}} is filled in.'),
      job: pointer.describe('Where the acknowledgement says what {{job}} is, such as /id.'),
    })
    .meta({ title: 'a path' }),
]);

const queued = z
  .strictObject({
    status: statusBetween(200, 299, 202)
      .optional()
      .describe('Status of the acknowledgement. By default 202.'),
    poll: poll
      .optional()
      .describe(
        'Where the acknowledgement says which address to ask: a pointer, a header, or a path. By default the header Location.',
      ),
    done: pointer.describe('Where, in the polled body, the finished answer lies.'),
    failed: pointer
      .optional()
      .describe('Where, in the polled body, an error lies once the work has failed for good.'),
    within: positiveDuration.optional().describe('How long it may take. By default the patience.'),
  })
  .meta({ title: 'queued work' });

export const journeyShape = z
  .strictObject({
    request: request.describe('What the user sends.'),
    needsModel: z
      .boolean()
      .optional()
      .describe('false for what must survive without any model, such as saving a note. By default true.'),
    answer: answer.optional().describe('Where the answer lies, and what of it can be known again.'),
    stream: stream.optional(),
    degraded: z
      .union([marker, z.array(marker)])
      .optional()
      .describe('What honestly marks an answer as a lesser one.'),
    error: z
      .strictObject({
        at: pointer.optional().describe('JSON pointer to the code of an error, such as /error/code.'),
        codes: z.array(textual).optional().describe('Codes that are honest errors. By default any code.'),
      })
      .meta({ title: 'an honest error' })
      .optional()
      .describe('What an honest error looks like.'),
    queued: queued.optional().describe('Work that is put off and asked for again until it is done.'),
    effects: effectsShape
      .optional()
      .describe('For what writes: how to read back, once the run is over, what was written for one user.'),
    deadline: positiveDuration.optional().describe('After this an answer loses value. By default 10s.'),
    patience: positiveDuration
      .optional()
      .describe('After this the user hangs up. By default 10 deadlines, at least 30s.'),
    weight: weight.optional().describe('Weight among the journeys that need the model. By default 1.'),
    traffic: weight.optional().describe('Share of the users, relative to the other journeys. By default 1.'),
  })
  .meta({ title: 'a journey' });

export type WrittenJourney = z.output<typeof journeyShape>;

export interface NamedJourney {
  readonly name: string;
  readonly path: Path;
  readonly written: WrittenJourney;
}

export function journeyOf({ name, path, written }: NamedJourney, mistakes: Mistake[]): Journey {
  const deadline = written.deadline ?? DEADLINE;
  const patience = written.patience ?? Math.max(10 * deadline, LEAST_PATIENCE);
  return {
    name,
    request: requestOf(written.request, [...path, 'request'], mistakes),
    needsModel: written.needsModel ?? true,
    answer: {
      at: written.answer?.at ?? '',
      survives: written.answer?.survives ?? 'words',
      part: written.answer?.part ?? false,
      schema: written.answer?.schema ?? null,
    },
    stream: streamOf(written.stream),
    degraded: markersOf(written.degraded, [...path, 'degraded'], mistakes),
    error: { at: written.error?.at ?? '', codes: written.error?.codes ?? [] },
    queued: queuedOf(written.queued, patience),
    effects: effectsOf(written.effects),
    deadline,
    patience,
    weight: written.weight ?? 1,
    traffic: written.traffic ?? 1,
  };
}

function requestOf(written: WrittenJourney['request'], path: Path, mistakes: Mistake[]): JourneyRequest {
  const { method, path: address, headers = {}, json: value, text: words } = written;
  if (value !== undefined && words !== undefined) {
    mistakes.push(
      wrong('conflicting-keys', [...path, 'text'], 'a request has one body: "json" or "text"', {
        points: 'key',
        hints: ['Take one of them out.'],
      }),
    );
  }
  const body = bodyOf(value, words);
  return { method: method ?? (body.kind === 'none' ? 'GET' : 'POST'), path: address, headers, body };
}

function bodyOf(value: WrittenJourney['request']['json'], words: string | undefined): JourneyRequest['body'] {
  if (value !== undefined) return { kind: 'json', value };
  return words === undefined ? { kind: 'none' } : { kind: 'text', text: words };
}

function streamOf(written: WrittenJourney['stream']): StreamShape {
  if (written === undefined) return { format: 'none' };
  const given = typeof written === 'string' ? { format: written } : written;
  return {
    format: given.format,
    text: given.text ?? '',
    ...(given.grows === true ? { grows: true } : {}),
    done: given.done ?? null,
    error: {
      event: given.error?.event ?? (given.format === 'sse' ? 'error' : null),
      at: given.error?.at ?? null,
    },
  };
}

function queuedOf(written: WrittenJourney['queued'], patience: number): QueuedWork | null {
  if (written === undefined) return null;
  const { status = 202, poll = { header: 'location' }, done, failed = null, within = patience } = written;
  return { status, poll, done, failed, within };
}

type WrittenMarker = z.output<typeof marker>;

function markersOf(written: WrittenJourney['degraded'], path: Path, mistakes: Mistake[]): Marker[] {
  if (written === undefined) return [];
  const list = Array.isArray(written) ? written : [written];
  return list.flatMap((each, index) => {
    const place = Array.isArray(written) ? [...path, index] : path;
    return markerOf(each, place, mistakes);
  });
}

function markerOf(written: WrittenMarker, path: Path, mistakes: Mistake[]): Marker[] {
  const { header, field, event, status, value } = written;
  const found: Marker[] = [];
  if (header !== undefined) {
    found.push({ kind: 'header', name: header, value: value === undefined ? null : String(value) });
  }
  if (field !== undefined) found.push({ kind: 'field', at: field, value: value ?? null });
  if (event !== undefined) found.push({ kind: 'event', name: event });
  if (status !== undefined) found.push({ kind: 'status', status });
  if (found.length !== 1) {
    mistakes.push(
      wrong('conflicting-keys', path, 'a marker is one of "header", "field", "event" and "status"', {
        hints: ['Give several markers as a list:  degraded: [{ header: x-degraded }, { status: 203 }]'],
      }),
    );
  }
  const idle = header === undefined && field === undefined ? value : undefined;
  if (found.length === 1 && idle !== undefined) {
    const message = '"value" belongs to a marker with "header" or "field"';
    mistakes.push(
      wrong('conflicting-keys', [...path, 'value'], message, { points: 'key', hints: ['Take it out.'] }),
    );
  }
  return found;
}
