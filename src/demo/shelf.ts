import { fileURLToPath } from 'node:url';

/** A small app of known quality, to rehearse on before one's own. */
export interface DemoSubject {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  /** To be started with `node`; reads `PORT` and the variables of both official SDKs. */
  readonly file: string;
  readonly weaknesses: readonly string[];
}

export const demoSubjects: readonly DemoSubject[] = [
  {
    id: 'naive',
    title: 'no timeout, raw errors',
    story: 'The first version of every product: it calls the provider and shows what comes.',
    file: fileOf('naive'),
    weaknesses: ['no-timeout', 'raw-errors', 'cut-answers-as-whole'],
  },
  {
    id: 'stubborn',
    title: 'ten attempts at once',
    story: 'Somebody met an outage and wrote a loop around the call.',
    file: fileOf('stubborn'),
    weaknesses: ['retry-storm', 'ignores-retry-after', 'no-timeout', 'raw-errors', 'cut-answers-as-whole'],
  },
  {
    id: 'sdk',
    title: 'the defaults of the official SDKs',
    story: 'Three attempts with a backoff and minutes of patience: what you get without touching an option.',
    file: fileOf('sdk'),
    weaknesses: ['timeout-of-minutes', 'little-jitter', 'raw-errors', 'cut-answers-as-whole'],
  },
  {
    id: 'hardened',
    title: 'deadline, breaker, second provider',
    story: 'The app after its first real outage: it ends in time, keeps away, falls back and says so.',
    file: fileOf('hardened'),
    weaknesses: [],
  },
];

function fileOf(id: string): string {
  return fileURLToPath(new URL(`./${id}.js`, import.meta.url));
}
