/**
 * What you get from an official SDK without touching its options: three attempts with a backoff, and
 * patience of minutes. Once the head has come nothing bounds the answer any more.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { serveWhenMain, type Chatbot } from './chatbot.js';
import { anthropic, type Environment } from './dialects.js';
import { plainChat, type Send } from './plain-chat.js';
import { HEAD_TIMEOUT, isRetried, MAX_RETRIES, waitBefore, type Vendor } from './sdk-retry.js';
import { post, textOf, type UpstreamCall, type UpstreamResponse } from './upstream.js';

export function sdk(env: Environment): Chatbot {
  return plainChat(anthropic(env), sendLikeSdk('anthropic'));
}

export function sendLikeSdk(vendor: Vendor): Send {
  return async (call) => {
    for (let retries = 0; ; retries += 1) {
      const response = await headOrNothing(call);
      if (response !== null && response.status < 400) return response;
      const mayRetry = response === null || isRetried(response.status, response.headers);
      if (retries === MAX_RETRIES || !mayRetry) throw await errorOf(response);
      response?.drop();
      const headers = response?.headers ?? {};
      await sleep(waitBefore(vendor, headers, { retries, chance: Math.random(), now: Date.now() }));
    }
  };
}

async function headOrNothing(call: UpstreamCall): Promise<UpstreamResponse | null> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), HEAD_TIMEOUT);
  try {
    return await post(call, patience.signal);
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function errorOf(response: UpstreamResponse | null): Promise<Error> {
  if (response === null) return new Error('Connection error.');
  const body = await textOf(response);
  return new Error(`${response.status} ${body === '' ? 'status code (no body)' : body}`);
}

serveWhenMain(import.meta.url, sdk);
