import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../src/catalog/answers/locate.js';
import { NdjsonReader, SseReader, type EventReader } from '../../../src/run/load/event-reader.js';

function read(reader: EventReader, pieces: readonly string[], isWhole = true): readonly StreamEvent[] {
  const events = pieces.flatMap((piece) => reader.push(piece));
  return isWhole ? [...events, ...reader.finish()] : events;
}

const sse = (...pieces: readonly string[]): readonly StreamEvent[] => read(new SseReader(10_000), pieces);
const ndjson = (...pieces: readonly string[]): readonly StreamEvent[] =>
  read(new NdjsonReader(10_000), pieces);

describe('server-sent events', () => {
  // The examples of the HTML Living Standard, 9.2.6.
  it('join the lines of data of one event', () => {
    expect(sse('data: YHOO\ndata: +2\ndata: 10\n\n')).toEqual([{ name: null, data: 'YHOO\n+2\n10' }]);
  });

  it('leave comments and other fields out', () => {
    const events = sse(
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
    );
    expect(events.map(({ data }) => data)).toEqual(['first event', 'second event', ' third event']);
  });

  it('come without data, too: an empty field is a piece of nothing', () => {
    expect(sse('data\n\ndata\ndata\n\n').map(({ data }) => data)).toEqual(['', '\n']);
  });

  it('carry a name, which the next one does not inherit', () => {
    expect(sse('event: add\ndata: 1\n\ndata: 2\n\n')).toEqual([
      { name: 'add', data: '1' },
      { name: null, data: '2' },
    ]);
  });

  it('count with a name alone', () => {
    expect(sse('event: done\n\n')).toEqual([{ name: 'done', data: '' }]);
  });

  it('are the same wherever the text is broken, with any line end', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const text = ['\ufeffevent: token', 'data: Grüße 🙂', '', ': ping', 'data: [DONE]', '', ''].join(end);
      const whole = [
        { name: 'token', data: 'Grüße 🙂' },
        { name: null, data: '[DONE]' },
      ];
      for (let at = 0; at <= text.length; at += 1) {
        expect(sse(text.slice(0, at), text.slice(at))).toEqual(whole);
      }
    }
  });

  it('need no last blank line where the body came to its own end, but do where it was cut', () => {
    expect(sse('data: [DONE]')).toEqual([{ name: null, data: '[DONE]' }]);
    expect(read(new SseReader(100), ['data: half'], false)).toEqual([]);
  });
});

describe('lines of JSON', () => {
  it('are events without a name, the last one with or without its line end', () => {
    const events = [
      { name: null, data: '{"a":1}' },
      { name: null, data: '{"b":2}' },
    ];
    expect(ndjson('{"a":1}\n{"b":2}\n')).toEqual(events);
    expect(ndjson('{"a":1}\r\n\r\n{"b":2}')).toEqual(events);
  });

  it('are the same wherever the text is broken', () => {
    const text = '{"text":"né "}\r\n{"text":"🙂"}\n';
    for (let at = 0; at <= text.length; at += 1) {
      expect(ndjson(text.slice(0, at), text.slice(at)).map(({ data }) => data)).toEqual([
        '{"text":"né "}',
        '{"text":"🙂"}',
      ]);
    }
  });
});
