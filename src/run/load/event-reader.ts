/** Events of a stream, as they come in. */
import type { StreamEvent } from '../../catalog/answers/locate.js';
import { LineSplitter } from './lines.js';

export interface EventReader {
  push(text: string): readonly StreamEvent[];
  /** What a clean end of the body still lets through. */
  finish(): readonly StreamEvent[];
}

/** Server-sent events (HTML Living Standard 9.2.6), but an event that only has a name counts, too. */
export class SseReader implements EventReader {
  private readonly lines: LineSplitter;
  private isFirst = true;
  private name: string | null = null;
  private data: string[] = [];

  constructor(longest: number) {
    this.lines = new LineSplitter(longest);
  }

  push(text: string): readonly StreamEvent[] {
    const found: StreamEvent[] = [];
    for (const line of this.lines.push(text)) this.take(line, found);
    return found;
  }

  // Browsers drop an event without its blank line; clients that split at line ends don't.
  finish(): readonly StreamEvent[] {
    const found: StreamEvent[] = [];
    const rest = this.lines.remainder();
    if (rest !== '') this.take(rest, found);
    this.dispatch(found);
    return found;
  }

  private take(raw: string, found: StreamEvent[]): void {
    const line = this.isFirst && raw.startsWith('\ufeff') ? raw.slice(1) : raw;
    this.isFirst = false;
    if (line === '') {
      this.dispatch(found);
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(line[colon + 1] === ' ' ? colon + 2 : colon + 1);
    if (field === 'data') this.data.push(value);
    if (field === 'event') this.name = value;
  }

  private dispatch(found: StreamEvent[]): void {
    if (this.name !== null || this.data.length > 0) {
      found.push({ name: this.name, data: this.data.join('\n') });
    }
    this.name = null;
    this.data = [];
  }
}

/** One JSON value a line. */
export class NdjsonReader implements EventReader {
  private readonly lines: LineSplitter;

  constructor(longest: number) {
    this.lines = new LineSplitter(longest);
  }

  push(text: string): readonly StreamEvent[] {
    return eventsOf(this.lines.push(text));
  }

  finish(): readonly StreamEvent[] {
    return eventsOf([this.lines.remainder()]);
  }
}

function eventsOf(lines: readonly string[]): readonly StreamEvent[] {
  return lines.filter((line) => line.trim() !== '').map((line) => ({ name: null, data: line }));
}
