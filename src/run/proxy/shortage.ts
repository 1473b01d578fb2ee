/** Our own process has no file descriptor left: told once, however many connections that costs. */

const SHORT = new Set(['EMFILE', 'ENFILE']);

export function toldOnce(tell: () => void): (error: NodeJS.ErrnoException) => void {
  let isTold = false;
  return ({ code }) => {
    if (isTold || code === undefined || !SHORT.has(code)) return;
    isTold = true;
    tell();
  };
}
