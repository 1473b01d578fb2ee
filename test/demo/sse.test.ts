import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sseEvents, type SseEvent } from '../../src/demo/sse.js';

async function read(...chunks: readonly string[]): Promise<readonly SseEvent[]> {
  const events: SseEvent[] = [];
  for await (const event of sseEvents(ReadableStream.from(chunks))) events.push(event);
  return events;
}

const text = 'event: a\ndata: {"x":1}\n\n: a comment\n\ndata:two\r\ndata: lines\r\n\r\ndata: [DONE]\n\n';
const events = [
  { event: 'a', data: '{"x":1}' },
  { event: 'message', data: 'two\nlines' },
  { event: 'message', data: '[DONE]' },
];

test('events, comments, several lines of data and both line ends are read', async () => {
  expect(await read(text)).toEqual(events);
});

test('it does not matter where a text is cut into chunks', async () => {
  const places = fc.array(fc.nat(text.length), { maxLength: 10 });
  await fc.assert(
    fc.asyncProperty(places, async (cuts) => {
      const ends = [...cuts.toSorted((a, b) => a - b), text.length];
      const chunks = ends.map((end, index) => text.slice(ends[index - 1] ?? 0, end));
      expect(await read(...chunks)).toEqual(events);
    }),
  );
});

test('what stands after the last blank line is no event', async () => {
  expect(await read('data: one\n\ndata: two\n')).toEqual([{ event: 'message', data: 'one' }]);
});
