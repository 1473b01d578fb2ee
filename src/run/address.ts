/** Where a path of the subject lies: always at the subject, whatever the path looks like. */

/** `new URL(path, target)` would take `//other.host/` for another machine. */
export function addressAt(target: URL, path: string): URL {
  return new URL(target.origin + path);
}

/** The target's own path comes before that of a journey. */
export function belowTarget(target: URL, path: string): string {
  return target.pathname.replace(/\/+$/, '') + path;
}
