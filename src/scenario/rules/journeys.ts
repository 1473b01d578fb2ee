import { formatDuration } from '../../catalog/quantities.js';
import { nearest } from '../../kit/nearest.js';
import type { Journey, Scenario } from '../../model/scenario.js';
import type { Json } from '../../model/units.js';
import type { Mistake, Path } from '../mistake.js';
import { doubtful, wrong } from '../mistake.js';
import { schemaMistakes } from './answer-schema.js';

/** Nothing that users do can feel the outage. */
export const NO_MODEL_JOURNEY = 'no-model-journey';

const TEMPLATES = ['id', 'prompt'];
const TEMPLATE = /\{\{\s*([\w-]+)\s*\}\}/g;

/** `own`: journeys that stand in the scenario itself; the others come from the config of an app. */
export function journeyMistakes(scenario: Scenario, own: ReadonlySet<string>): Mistake[] {
  const busy = scenario.journeys.filter((journey) => journey.traffic > 0);
  const mistakes = busy.flatMap((journey) => mistakesOf(journey, scenario, own.has(journey.name)));
  const asking = busy.filter((journey) => journey.needsModel);
  if (asking.length === 0) mistakes.push(noModelJourney(scenario));
  else if (asking.every(({ weight }) => weight === 0)) mistakes.push(weightless(asking));
  return mistakes;
}

function noModelJourney({ journeys }: Scenario): Mistake {
  const silent = journeys.some((journey) => journey.needsModel);
  const message =
    journeys.length === 0
      ? 'there are no journeys: nothing says what users do with the app'
      : `no journey ${silent ? 'with traffic ' : ''}needs the model, so no outage can be felt`;
  const path: Path = silent ? ['load', 'mix'] : ['journeys'];
  const hints = silent
    ? ['Give one that needs the model a share of the mix.']
    : ["Let Brownout find one:  brownout learn 'curl …'   It writes brownout.config.yaml."];
  return wrong(NO_MODEL_JOURNEY, path, message, { points: 'key', hints });
}

function weightless(asking: readonly Journey[]): Mistake {
  const [first = ''] = asking.map(({ name }) => name);
  const message = 'no journey that needs the model has any weight, so there would be no score';
  return wrong('no-weight', ['journeys', first, 'weight'], message, {
    hints: ['Leave "weight" out where nothing else is meant: it is 1 then.'],
  });
}

function mistakesOf(journey: Journey, scenario: Scenario, isOwn: boolean): Mistake[] {
  const path: Path = ['journeys', journey.name];
  const mistakes: Mistake[] = [];
  mistakes.push(...deadlineMistakes(journey, scenario, isOwn));
  if (journey.patience < journey.deadline) {
    mistakes.push(
      wrong('patience-too-short', [...path, 'patience'], 'users would hang up before the deadline', {
        hints: ['Patience is when they hang up, the deadline when an answer begins to lose value.'],
      }),
    );
  }
  const strings = stringsOf(journey, [...path, 'request']);
  if (journey.needsModel && !strings.some(({ text }) => carriesToken(text))) {
    mistakes.push(
      doubtful('no-token', [...path, 'request'], 'the request carries neither {{prompt}} nor {{id}}', {
        points: 'key',
        hints: ["Without one, the app's calls can't be told apart by user, and confidence drops."],
      }),
    );
  }
  if (journey.answer.schema !== null)
    mistakes.push(...schemaMistakes(journey.answer.schema, [...path, 'answer', 'schema']));
  mistakes.push(...ledgerMistakes(journey, path));
  return [...mistakes, ...strings.flatMap(({ text, at }) => templateMistakes(text, at))];
}

function namesUser(text: string): boolean {
  return [...text.matchAll(TEMPLATE)].some(([, name]) => name === 'id');
}

/** One that reads the same for everybody would find every write many times. */
function ledgerMistakes({ effects }: Journey, path: Path): Mistake[] {
  if (!effects || namesUser(effects.readBack.path)) return [];
  if (Object.values(effects.readBack.headers).some(namesUser)) return [];
  return [
    wrong('no-token', [...path, 'effects', 'readBack'], 'the reading does not say whose entries it wants', {
      hints: ['Put {{id}} into it:  readBack: "/notes?text={{id}}"   It is filled in for each user.'],
    }),
  ];
}

/** A shipped scenario must play against slow apps too, so there it is no more than a doubt. */
function deadlineMistakes({ name, deadline }: Journey, { phases }: Scenario, isOwn: boolean): Mistake[] {
  const shortest = [...phases].sort((one, other) => one.for - other.for)[0];
  if (shortest === undefined || deadline <= shortest.for) return [];
  const message = `the deadline of ${formatDuration(deadline)} is longer than the phase "${shortest.name}" (${formatDuration(shortest.for)})`;
  return [
    (isOwn ? wrong : doubtful)('deadline-too-long', ['journeys', name, 'deadline'], message, {
      hints: ['Make the phase longer: within it, no answer could be called late.'],
    }),
  ];
}

function carriesToken(text: string): boolean {
  return [...text.matchAll(TEMPLATE)].some(([, name]) => TEMPLATES.includes(name ?? ''));
}

/** Other braces may belong to the app, so only what looks like a slip is told. */
function templateMistakes(text: string, path: Path): Mistake[] {
  return [...text.matchAll(TEMPLATE)].flatMap(([whole, name = '']) => {
    const meant = nearest(name, TEMPLATES);
    if (TEMPLATES.includes(name) || meant === null) return [];
    return [
      doubtful('unknown-template', path, `"${whole}" is sent as it stands`, {
        piece: whole,
        hints: [`did you mean "{{${meant}}}"?`],
      }),
    ];
  });
}

function stringsOf({ request }: Journey, path: Path): { text: string; at: Path }[] {
  const headers = Object.entries(request.headers).map(([name, text]) => ({
    text,
    at: [...path, 'headers', name],
  }));
  const body =
    request.body.kind === 'json'
      ? stringsIn(request.body.value, [...path, 'json'])
      : request.body.kind === 'text'
        ? [{ text: request.body.text, at: [...path, 'text'] }]
        : [];
  return [{ text: request.path, at: [...path, 'path'] }, ...headers, ...body];
}

function stringsIn(value: Json, path: Path): { text: string; at: Path }[] {
  if (typeof value === 'string') return [{ text: value, at: path }];
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((each: Json, index) => stringsIn(each, [...path, index]));
  return Object.entries(value).flatMap(([key, each]) => stringsIn(each, [...path, key]));
}
