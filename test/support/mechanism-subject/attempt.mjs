// One attempt on the wire, given up after a time or called off by whoever asked. An answer is { text, retryAfter }, where
// `text` is null for a failure; its page in the books says how it ended and what was billed for it.
import { Agent, request } from 'node:http';
import { JSON_TYPE, now, textOf } from './wire.mjs';

const agent = new Agent({ keepAlive: true });

const UNTOLD = { retryAfter: null, tokensIn: 0, tokensOut: 0 };

export function attempting({ upstream, url, timeout }, book) {
  return ({ user, text }, { headers = {}, signal } = {}) => {
    const page = { user, upstream, began: now(), ended: null, outcome: 'open', ...UNTOLD };
    book.push(page);
    return exchanged(requestOf(url, text, headers), { timeout, signal, page });
  };
}

function requestOf(url, question, headers) {
  const body = JSON.stringify({
    model: 'claude-sonnet-4-5',
    max_tokens: 100,
    messages: [{ role: 'user', content: question }],
  });
  const own = {
    ...JSON_TYPE,
    ...headers,
    'content-length': Buffer.byteLength(body),
    'x-api-key': 'none',
    'anthropic-version': '2023-06-01',
  };
  const call = request(new URL('/v1/messages', url), { method: 'POST', headers: own, agent });
  call.end(body);
  return call;
}

function exchanged(call, { timeout, signal, page }) {
  return new Promise((resolve) => {
    const end = (outcome, answer = {}) => {
      if (page.ended !== null) return;
      clearTimeout(timer);
      Object.assign(page, { ended: now(), outcome });
      resolve({ text: null, retryAfter: null, ...answer });
    };
    const letGo = (outcome) => {
      if (page.ended !== null) return;
      end(outcome);
      call.destroy();
    };
    const timer = setTimeout(letGo, timeout, 'given-up');
    signal?.addEventListener('abort', () => letGo('cancelled'), { once: true });
    call.once('response', (res) => read(res, page, end).catch(() => end('broken')));
    call.on('error', () => end('broken'));
  });
}

async function read(res, page, end) {
  const body = await textOf(res);
  if (res.statusCode !== 200) {
    page.retryAfter = retryAfterOf(res);
    return end('refused', { retryAfter: page.retryAfter });
  }
  const { content, usage } = JSON.parse(body);
  Object.assign(page, { tokensIn: usage.input_tokens, tokensOut: usage.output_tokens });
  end('answered', { text: content[0].text });
}

function retryAfterOf({ headers }) {
  const seconds = headers['retry-after'];
  return seconds === undefined ? null : 1000 * Number(seconds);
}
