/** Where a mistake stands in a file of the user; lines and columns count from 1. */
export interface SourceSpan {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** How many characters the mistake covers, for the carets under the excerpt. */
  readonly length: number;
  /** The line itself and the one before it, as the user wrote them. */
  readonly excerpt: readonly { readonly line: number; readonly text: string }[];
}

/** A mistake of the user. Returned, collected and located; never thrown by a pure room. */
export interface Problem {
  /** Stable id such as `unknown-key`, explained by `brownout explain`. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** What is wrong, in one line, without the place. */
  readonly message: string;
  readonly where: SourceSpan | null;
  /** What was probably meant, and what to do; one sentence a line. */
  readonly hints: readonly string[];
}

export type Checked<T> =
  | { readonly ok: true; readonly value: T; readonly warnings: readonly Problem[] }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** How a run that could not be finished ends, in the words of the exit codes. */
export type Ending = 'usage' | 'not-testable' | 'own-fault' | 'inconclusive' | 'unsafe' | 'interrupted';

/** The surroundings failed (a port is taken, the subject never got ready): thrown, caught at the door. */
export class BrownoutError extends Error {
  readonly code: string;
  readonly ending: Ending;
  readonly hints: readonly string[];

  constructor(options: {
    code: string;
    ending: Ending;
    message: string;
    hints?: readonly string[];
    cause?: unknown;
  }) {
    super(options.message, { cause: options.cause });
    this.name = 'BrownoutError';
    this.code = options.code;
    this.ending = options.ending;
    this.hints = options.hints ?? [];
  }
}
