/** What users wrote down, kept in memory: the part of the app that needs no model. */
export interface Note {
  readonly id: string;
  readonly text: string;
}

const MOST = 10_000;

export class Notes {
  private readonly kept = new Map<string, Note>();
  private count = 0;

  add(text: string): Note {
    this.count += 1;
    const note = { id: `n${this.count}`, text };
    this.kept.set(note.id, note);
    const [oldest] = this.kept.keys();
    if (this.kept.size > MOST && oldest !== undefined) this.kept.delete(oldest);
    return note;
  }

  /** All of them for an empty text. */
  with(text: string): readonly Note[] {
    return [...this.kept.values()].filter((note) => note.text.includes(text));
  }
}
