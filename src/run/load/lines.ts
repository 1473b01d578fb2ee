/** Cuts text that comes in pieces into lines, wherever the pieces break: LF, CRLF and CR all end a line. */
export class LineSplitter {
  private readonly longest: number;
  private rest = '';
  private endedWithReturn = false;

  /** What goes beyond `longest` characters of one line is dropped. */
  constructor(longest: number) {
    this.longest = longest;
  }

  push(text: string): readonly string[] {
    if (text === '') return [];
    const fresh = this.endedWithReturn && text.startsWith('\n') ? text.slice(1) : text;
    this.endedWithReturn = text.endsWith('\r');
    const lines = fresh.split(/\r\n|\r|\n/);
    lines[0] = this.bounded(this.rest + (lines[0] ?? ''));
    this.rest = this.bounded(lines.pop() ?? '');
    return lines;
  }

  /** The line that nothing has ended yet. */
  remainder(): string {
    return this.rest;
  }

  private bounded(line: string): string {
    return line.length > this.longest ? line.slice(0, this.longest) : line;
  }
}
