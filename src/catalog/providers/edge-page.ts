/**
 * What Cloudflare answers in front of both vendors when it can't reach them: its own page, with the
 * title pattern that was seen for 504 at Anthropic (29 August 2025) and for 520 at OpenAI, or nginx's
 * short one (14 May 2025). Simplified: the real page has more markup; the Ray ID carries the canary.
 */
import type { Headers } from './reply.js';

/** Cloudflare's words for the statuses that only it sends, and for those that it shares. */
const TITLES: ReadonlyMap<number, string> = new Map([
  [500, 'Internal server error'],
  [502, 'Bad gateway'],
  [503, 'Service unavailable'],
  [504, 'Gateway time-out'],
  [520, 'Web server is returning an unknown error'],
  [521, 'Web server is down'],
  [522, 'Connection timed out'],
  [523, 'Origin is unreachable'],
  [524, 'A timeout occurred'],
  [525, 'SSL handshake failed'],
  [526, 'Invalid SSL certificate'],
  [530, 'Origin DNS error'],
]);

/** What an API behind the edge never says itself. */
export function isOfTheEdge(status: number): boolean {
  return status >= 520 && TITLES.has(status);
}

export function edgePage(host: string, status: number, ray: string): string {
  const title = TITLES.get(status) ?? 'Error';
  return `<!DOCTYPE html>
<html lang="en-US">
<head><title>${host} | ${status}: ${title}</title><meta charset="UTF-8"><meta name="robots" content="noindex, nofollow"></head>
<body><div id="cf-wrapper"><div id="cf-error-details"><h1>${title} <span class="code-label">Error code ${status}</span></h1><div>${host}</div><div>Cloudflare Ray ID: <strong>${ray}</strong></div></div></div></body>
</html>
`;
}

/** The real one has nothing to know it by; nginx pads such pages with comments as well. */
export function shortEdgePage(ray: string): string {
  return `<html>
<head><title>502 Bad Gateway</title></head>
<body>
<center><h1>502 Bad Gateway</h1></center>
<hr><center>cloudflare</center>
</body>
</html>
<!-- Ray ID: ${ray} -->
`;
}

export function shortEdgeHeaders(ray: string): Headers {
  return { 'content-type': 'text/html', server: 'cloudflare', 'cf-ray': `${ray}-LHR` };
}

export function edgeHeaders(ray: string, contentType = 'text/html; charset=UTF-8'): Headers {
  return {
    'content-type': contentType,
    server: 'cloudflare',
    'cf-ray': `${ray}-LHR`,
    'x-frame-options': 'SAMEORIGIN',
    'referrer-policy': 'same-origin',
    'cache-control': 'private, max-age=0, no-store, no-cache, must-revalidate, post-check=0, pre-check=0',
    expires: 'Thu, 01 Jan 1970 00:00:01 GMT',
  };
}
