import type { Gate } from '../model/scenario.js';

/** What the author wrote, with the scope that stood beside it: `latency.p95 < 3s during outage journey ask`. */
export function gateWords({ text, during, journey, upstream }: Gate): string {
  const scope = Object.entries({ during, journey, upstream })
    .map(([key, value]) => (value === null ? '' : ` ${key} ${value}`))
    .filter((said) => said !== '' && !`${text} `.includes(`${said} `));
  return [text, ...scope].join('');
}
