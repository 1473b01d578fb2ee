/** Server-sent events, read as browsers read them: what stands after the last blank line is no event. */
export interface SseEvent {
  readonly event: string;
  readonly data: string;
}

export async function* sseEvents(chunks: AsyncIterable<string>): AsyncGenerator<SseEvent> {
  let rest = '';
  for await (const chunk of chunks) {
    rest += chunk;
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event !== null) yield event;
    }
  }
}

function eventOf(block: string): SseEvent | null {
  const lines = block.split(/\r?\n/);
  const data = fieldsOf(lines, 'data');
  if (data.length === 0) return null;
  return { event: fieldsOf(lines, 'event').at(-1) ?? 'message', data: data.join('\n') };
}

function fieldsOf(lines: readonly string[], name: string): readonly string[] {
  return lines
    .filter((line) => line.startsWith(`${name}:`))
    .map((line) => line.slice(name.length + 1).replace(/^ /, ''));
}
