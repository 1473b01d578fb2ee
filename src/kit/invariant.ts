/** A defect of ours: it ends the run with exit 70 and is never taken for an injected fault. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

export function invariant(holds: unknown, message: string): asserts holds {
  if (!holds) throw new InvariantError(message);
}

/** Ends a switch over a union: the compiler proves that nothing gets here. */
export function unreachable(value: never): never {
  throw new InvariantError(`unreachable: ${JSON.stringify(value)}`);
}
