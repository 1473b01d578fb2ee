/** Names where their stretches of a line begin; below it, whole, those that are longer than their stretch. */
export interface Stretch {
  readonly name: string;
  /** Columns, `to` not included. */
  readonly from: number;
  readonly to: number;
}

export interface Ruler {
  readonly line: string;
  /** These begin in the margin already, where a name may need some of it. */
  readonly below: readonly string[];
}

export function ruler(stretches: readonly Stretch[], room: { margin: number; width: number }): Ruler {
  const isLong = ({ name, from, to }: Stretch): boolean => name.length + 1 > to - from;
  let line = '';
  for (const stretch of stretches) {
    const { name, from } = stretch;
    if (line === '' || from >= line.length) line = line.padEnd(from) + (isLong(stretch) ? '|' : `|${name}`);
  }
  const below = stretches
    .filter(isLong)
    .map(
      ({ name, from }) =>
        ' '.repeat(Math.max(0, room.margin + Math.min(from, room.width - name.length))) + name,
    );
  return { line: line.slice(0, room.width), below };
}
