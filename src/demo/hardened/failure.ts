/** Why an attempt at a provider came to nothing. */
export type FailureKind =
  /** A status that is no success. */
  | 'refused'
  /** No connection, or it broke off before the head. */
  | 'unreachable'
  /** No first word, no next word, or too few of them in time. */
  | 'slow'
  /** It began, and ended before its end. */
  | 'broken'
  /** It ended well and holds no answer. */
  | 'invalid'
  /** It was asked so late that a healthy provider might not have made it either. */
  | 'hurried'
  /** Nobody waits for it any more. */
  | 'left';

export class AttemptFailure extends Error {
  override readonly name = 'AttemptFailure';
  readonly kind: FailureKind;
  readonly status: number | null;
  /** What the provider asked for, in milliseconds. */
  readonly retryAfter: number | null;

  constructor(
    kind: FailureKind,
    says: { readonly status?: number; readonly retryAfter?: number | null } = {},
  ) {
    super(kind);
    this.kind = kind;
    this.status = says.status ?? null;
    this.retryAfter = says.retryAfter ?? null;
  }

  /** False where it says nothing of the provider. */
  get isTheirs(): boolean {
    return this.kind !== 'left' && this.kind !== 'hurried';
  }

  /** Whether it speaks of too much work rather than of a defect. */
  get isOverload(): boolean {
    return this.kind === 'slow' || this.status === 429 || this.status === 503 || this.status === 529;
  }
}

/** `retry-after-ms`, or `retry-after` in seconds or as a date; null where none is asked for. */
export function retryAfterIn(headers: Readonly<Record<string, string>>, now: number): number | null {
  const ms = Number.parseFloat(headers['retry-after-ms'] ?? '');
  if (ms > 0) return ms;
  const header = headers['retry-after'] ?? '';
  const seconds = Number(header);
  const wait = header === '' ? 0 : Number.isNaN(seconds) ? Date.parse(header) - now : seconds * 1_000;
  return wait > 0 ? wait : null;
}
