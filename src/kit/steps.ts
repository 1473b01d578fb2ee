/** Work that may be long, in steps: whoever plays it can do something else between them, or stop. */
export type Steps<T> = Generator<undefined, T>;

/** All of it at once, for who needn't be interrupted. */
export function finished<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}
