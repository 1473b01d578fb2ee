/** Answers of before, for when no provider has one: the oldest go first. */
const MOST = 1_000;

export class SavedAnswers {
  private readonly byQuestion = new Map<string, readonly string[]>();

  save(question: string, pieces: readonly string[]): void {
    this.byQuestion.delete(question);
    this.byQuestion.set(question, pieces);
    const [oldest] = this.byQuestion.keys();
    if (this.byQuestion.size > MOST && oldest !== undefined) this.byQuestion.delete(oldest);
  }

  find(question: string): readonly string[] | null {
    return this.byQuestion.get(question) ?? null;
  }
}
