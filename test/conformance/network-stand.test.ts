/** The mocks alone, with a network in front of them: what `brownout up --play` does. */
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Sighting } from '../../src/run/conductor/observe.js';
import { standMocks, type Stand } from '../../src/run/conductor/stand.js';
import { planOf } from '../support/attached-run.js';
import { scenarioOf } from '../support/network-run.js';

const SCENARIO = scenarioOf({ network: [{ on: 'claude', toxic: 'latency', latency: '400ms' }] });

interface Standing {
  readonly stand: Stand;
  readonly seen: Sighting[];
}

interface Place {
  readonly bind: string;
  readonly advertise: string | null;
}

const HERE: Place = { bind: '127.0.0.1', advertise: null };

async function standing(isPlayed: boolean, place = HERE): Promise<Standing> {
  const seen: Sighting[] = [];
  const stand = await standMocks({
    ...{ plan: planOf(SCENARIO, 1), isPlayed, iOwnThisTarget: false, ...place, toxiproxy: null },
    observe: (sighting) => seen.push(sighting),
  });
  return { stand, seen };
}

function isOpen({ seen }: Standing): boolean {
  const last = seen.findLast(({ kind }) => kind === 'window');
  return last?.kind === 'window' && last.isOpen;
}

/** In milliseconds; null where nobody answers. */
function tookToAsk({ stand }: Standing): Promise<number | null> {
  const began = performance.now();
  return new Promise((resolve) => {
    const asked = request(
      `${String(stand.env['ANTHROPIC_BASE_URL'])}/v1/messages`,
      { method: 'POST', agent: false, headers: { 'content-type': 'application/json', 'x-api-key': 'x' } },
      (answer) => answer.resume().on('end', () => resolve(performance.now() - began)),
    );
    asked.on('error', () => resolve(null));
    asked.end(JSON.stringify({ model: 'm', max_tokens: 5, messages: [{ role: 'user', content: 'hello' }] }));
  });
}

test('the network of a scenario that is played is hurt in its window, and nothing listens afterwards', async () => {
  const played = await standing(true);
  while (!isOpen(played)) await sleep(20);
  // The toxic is in place a moment after its window has opened.
  while (((await tookToAsk(played)) ?? 0) < 400) expect(isOpen(played)).toBe(true);
  while (isOpen(played)) await sleep(20);
  while (((await tookToAsk(played)) ?? 0) >= 400) expect(isOpen(played)).toBe(false);
  expect(played.stand.calls('claude')).toBeGreaterThanOrEqual(2);
  await played.stand.close();
  expect(await tookToAsk(played)).toBeNull();
});

test('without playing it no window ever opens, and the model answers', async () => {
  const idle = await standing(false);
  expect(await tookToAsk(idle)).not.toBeNull();
  expect(idle.stand.calls('claude')).toBe(1);
  expect(idle.seen).toEqual([]);
  await idle.stand.close();
});

test('mocks and proxies on every address are told by the name under which an app elsewhere reaches them', async () => {
  const wide = await standing(false, { bind: '0.0.0.0', advertise: 'localhost' });
  expect(wide.stand.env['ANTHROPIC_BASE_URL']).toMatch(/^http:\/\/localhost:\d+$/);
  expect(await tookToAsk(wide)).not.toBeNull();
  expect(wide.stand.calls('claude')).toBe(1);
  await wide.stand.close();
});
