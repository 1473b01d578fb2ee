/** Where a path of the subject lies: always at the subject, whatever the path looks like. */

import type { PollPlace } from '../model/scenario.js';

/** `new URL(path, target)` would take `//other.host/` for another machine. */
export function addressAt(target: URL, path: string): URL {
  return new URL(target.origin + path);
}

/** Where put-off work is asked for; null where the acknowledgement names nothing that can be. */
export function pollPathAt(target: URL, poll: PollPlace, place: string): string | null {
  // Always asked of the target itself: an app behind a proxy names its public address.
  if (place === '' || !URL.canParse(place, target.href)) return null;
  const url = new URL(place, target);
  const path = url.pathname + url.search;
  return typeof poll === 'object' && 'path' in poll ? belowTarget(target, path) : path;
}

/** The target's own path comes before that of a journey. */
export function belowTarget(target: URL, path: string): string {
  return target.pathname.replace(/\/+$/, '') + path;
}
