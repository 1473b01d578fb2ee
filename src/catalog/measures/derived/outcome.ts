import type { AttemptRow } from '../../../model/event.js';

/** What brought no answer; a slow one did. */
export function isFailed({ outcome }: AttemptRow): boolean {
  return outcome !== 'ok' && outcome !== 'slow';
}
