/** An address that can't be listened on, in Go's words: clients compare them. */
export class ListenError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ListenError';
  }
}
