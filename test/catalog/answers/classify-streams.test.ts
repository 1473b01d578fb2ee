import { describe, expect, test } from 'vitest';
import { mintCanary } from '../../../src/catalog/answers/canary.js';
import { OWN, SECOND, see, words, type Row } from './specimen.js';

describe('a stream', () => {
  const stream = {
    stream: { format: 'sse', text: '/token', done: '[DONE]', error: { event: 'error', at: null } },
  } as const;
  const rows: readonly Row[] = [
    [
      'whole, with its terminal event',
      { observed: { text: words(OWN), streamDone: 'done' } },
      'full',
      'claude',
    ],
    [
      'cut, with its terminal event all the same',
      { observed: { text: words(OWN, 0, 9), streamDone: 'done' } },
      'lie',
      'claude',
    ],
    [
      'without its terminal event',
      { observed: { text: words(OWN, 0, 9), streamDone: 'missing' } },
      'reset',
      null,
    ],
    [
      'cut, then an error event',
      { observed: { text: words(OWN, 0, 9), streamDone: 'missing', streamError: '{"code":"cut"}' } },
      'partial',
      'claude',
    ],
    [
      'an error event at once',
      { observed: { streamDone: 'missing', streamError: '' } },
      'honest-error',
      null,
    ],
    [
      'an error event in the words of the provider',
      { observed: { text: words(OWN, 0, 9), streamError: `req_${mintCanary(1, 1)}` } },
      'raw-error',
      'claude',
    ],
    [
      'broken off by the transport',
      { observed: { text: words(OWN, 0, 9), end: 'reset', streamDone: 'missing' } },
      'reset',
      null,
    ],
    [
      'broken off after its terminal event',
      { observed: { text: words(OWN), end: 'reset', streamDone: 'done' } },
      'full',
      'claude',
    ],
    ['empty, with its terminal event', { observed: { streamDone: 'done' } }, 'lie', null],
    [
      'cut and marked by an event',
      {
        journey: { degraded: [{ kind: 'event', name: 'degraded' }] },
        observed: { text: words(OWN, 0, 9), streamDone: 'done', events: ['degraded'] },
      },
      'partial',
      'claude',
    ],
    [
      'restarted with the other provider, unmarked',
      { observed: { text: words(OWN, 0, 9) + words(SECOND), streamDone: 'done' } },
      'lie',
      'gpt',
    ],
  ];
  test.each(rows)('%s', (_, sketch, is, from) => {
    expect(see({ ...sketch, journey: { ...stream, ...sketch.journey } })).toMatchObject({ class: is, from });
  });
});
