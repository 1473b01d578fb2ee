/** The language of scenario and config, part by part, as the schema describes it: never older than what is read. */
import type { Entry } from './explained.js';

const EXAMPLES: Readonly<Record<string, string>> = {
  share: 'share: { from: 0%, to: 100%, over: 10s }',
  flapping: 'flapping: { on: 5s, off: 5s }',
  burst: 'burst: { every: 10s, for: 2s }',
  match: 'match: { model: "claude-*", stream: true, journey: ask, header: { x-team: a* }, attempt: 1 }',
  expect: 'expect: [score >= 75, { that: latency.p95 < 3s, during: outage, journey: ask }]',
  stream: 'stream: { format: sse, text: /token, done: "[DONE]" }',
  degraded: 'degraded: [{ header: x-degraded }, { status: 203 }]',
  queued: 'queued: { poll: { path: "/jobs/{{job}}", job: /id }, done: /answer }',
  effects: 'effects: { readBack: "/notes?text={{id}}", count: /notes }',
};

/** What no key says. */
const WORDS: readonly Entry[] = [
  {
    id: 'quantities',
    kind: 'of the language',
    lines: [
      ['durations', '300ms, 5s, 2m, 1m30s, 1h; a number without its unit is none'],
      ['shares', '60% or 0.6'],
      ['rates', '20/s, 1200/min, 30% of capacity (of what your app bears, which a run measures first)'],
      ['factors', '8x'],
      ['sizes', '512, 4KB, 16KiB, 1MB; through a line 20KB/s'],
      ['ranges', '200ms..400ms, 300ms ± 20%, 300ms ± 50ms (also +/-); drawn evenly between the ends'],
    ],
  },
  {
    id: 'templates',
    kind: 'of the language',
    lines: [
      ['{{prompt}}', 'the question of this user, with their token in it'],
      ['{{id}}', 'the token alone: unique for each question, and the same where one is asked again'],
      ['where', 'in path, headers and body of a request (texts, not keys); {{id}} in effects.readBack'],
      [
        'elsewhere',
        'env of an upstream takes {{url}}, {{host}}, {{port}}, {{key}}; of a proxy all but {{key}}',
      ],
    ],
  },
  {
    id: 'variables',
    kind: 'of the language',
    lines: [
      ['${NAME}', 'a variable of the environment; unset, it ends the run before anything starts'],
      ['${NAME:-x}', 'x, where it is unset or empty'],
      ['${NAME:?why}', 'says why it is needed, where it is unset or empty'],
      ['$${', 'a dollar and a brace'],
      ['where', 'in texts, not in quantities; it stays as it is in every file that we write'],
    ],
  },
  {
    id: 'abort',
    kind: 'of the language',
    lines: [
      ['does', 'stops the run (exit 6) once a rule has held for so long within one phase'],
      ['takes', 'a gate as text, with "for": during, journey and upstream may follow'],
      ['example', 'abort: full-share < 10% for 10s during baseline'],
    ],
  },
];

export async function languageEntries(): Promise<readonly Entry[]> {
  const { languageParts } = await import('../../../scenario/language.js');
  const parts = languageParts().map(({ id, keys }): Entry => {
    const example = EXAMPLES[id];
    return {
      id,
      kind: 'of the language',
      lines: [
        ['takes', keys.map(({ key, says }) => `${key}: ${says}`).join('\n')],
        ...(example === undefined ? [] : [['example', example] as const]),
      ],
    };
  });
  return [...parts, ...WORDS];
}
