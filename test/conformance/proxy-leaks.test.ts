/**
 * Ten thousand connections, under every toxic of the shelf, ended in every way that there is: no socket,
 * timer, listener or connection of ours may stay behind.
 */
import type { Socket } from 'node:net';
import { queryObjects } from 'node:v8';
import { expect, test } from 'vitest';
import { toxics } from '../../src/catalog/toxics/shelf.js';
import type { Toxic, ToxicAttribute } from '../../src/catalog/toxics/toxic.js';
import { Connection } from '../../src/run/proxy/connection.js';
import { pause, proxied, settingOf, until, type Proxied } from '../support/proxied.js';

/** What ends a crowd: either side of it, or the toxic going, or the proxy closing it. */
const ENDS = ['clients', 'upstreams', 'removal', 'recycling', 'stopping'] as const;
const STREAMS = ['upstream', 'downstream'] as const;
const IN_ALL = 10_000;
const CROWD = Math.ceil(IN_ALL / (toxics.length * STREAMS.length * ENDS.length));

/** Long enough for most of what is done soon. */
const AT_WORK = 20;

type End = (typeof ENDS)[number];

/** Where the two sides end it, the toxic is soon done; where we do, it would still be at work in an hour. */
const VALUES: Readonly<Record<ToxicAttribute['written'], { readonly soon: number; readonly late: number }>> =
  {
    millis: { soon: 5, late: 3_600_000 },
    micros: { soon: 50, late: 3_600_000_000 },
    bytes: { soon: 50, late: 50 },
    'kilobytes-a-second': { soon: 100, late: 0 },
    number: { soon: 0.5, late: 0.5 },
    switch: { soon: 0, late: 1 },
  };

function attributesOf(toxic: Toxic, end: End): Readonly<Record<string, number>> {
  const how = end === 'clients' || end === 'upstreams' ? 'soon' : 'late';
  return Object.fromEntries(toxic.attributes.map(({ name, written }) => [name, VALUES[written][how]]));
}

test('ten thousand connections under every toxic leave nothing behind', async () => {
  await nothingAtWork();
  const before = kept();
  const one = await proxied({ onSocket: answering });
  for (const toxic of toxics) {
    for (const stream of STREAMS) {
      for (const end of ENDS) {
        one.proxy.addToxic(settingOf(toxic, attributesOf(toxic, end), { stream, toxicity: 0.9 }));
        await crowd(one, end, `${toxic.type}_${stream}`);
      }
    }
  }
  expect(one.rows.length).toBeGreaterThanOrEqual(IN_ALL);
  expect(new Set(one.rows.flatMap((row) => row.toxics))).toEqual(
    new Set(toxics.flatMap(({ type }) => STREAMS.map((stream) => `${type}_${stream}`))),
  );
  expect(new Set(one.rows.map(({ endedBy }) => endedBy))).toEqual(
    new Set(['client', 'upstream', 'proxy', 'toxic', 'refused']),
  );
  await nothingAtWork();
  expect(kept()).toEqual({ ...before, servers: before.servers + 2 });
  await one.close();
  await until(() => kept().servers === before.servers, 'all servers closed');
  expect(queryObjects(Connection)).toBe(0);
});

/** As many as there may be, come and ask; then they are ended, and all that was theirs is gone. */
async function crowd(one: Proxied, end: End, toxic: string): Promise<void> {
  const { proxy, rows, accepted } = one;
  const before = accepted.length;
  const due = rows.length + CROWD;
  const clients = Array.from({ length: CROWD }, () => one.client());
  for (const client of clients) client.on('data', () => undefined).write('ask for something');
  await until(() => rows.length + proxy.connections() === due, 'everybody came');
  await pause(AT_WORK);
  if (end === 'clients') await leave(clients);
  if (end === 'upstreams') await leave(accepted.slice(before));
  if (end === 'recycling') proxy.recycle();
  if (end === 'stopping') proxy.stop();
  proxy.removeToxic(toxic);
  for (const client of clients) client.end();
  await until(() => rows.length === due, `${toxic}, ended by ${end}: all connections ended`);
  expect(proxy.connections()).toBe(0);
  for (const client of clients) client.destroy();
  if (end === 'stopping') await proxy.start();
}

async function leave(sockets: readonly Socket[]): Promise<void> {
  for (const [index, socket] of sockets.entries()) {
    if (index % 3 === 0) socket.end();
    else if (index % 3 === 1) socket.destroy();
    else socket.resetAndDestroy();
  }
  await pause(AT_WORK);
}

function answering(socket: Socket): void {
  socket.on('data', () => socket.write('x'.repeat(100)));
  socket.on('end', () => socket.end());
}

/** A single alarm that is forgotten keeps the timer of all running. */
async function nothingAtWork(): Promise<void> {
  await until(() => kept().sockets === 0, 'all sockets closed');
  await until(() => kept().timers === 0, 'all timers cleared');
  await until(() => kept().polls === 0, 'the clock no longer looked at');
}

interface Kept {
  readonly sockets: number;
  readonly servers: number;
  readonly timers: number;
  readonly polls: number;
  readonly listeners: number;
}

function kept(): Kept {
  const names = process.getActiveResourcesInfo();
  const count = (name: string): number => names.filter((one) => one === name).length;
  return {
    sockets: count('TCPSocketWrap'),
    servers: count('TCPServerWrap'),
    timers: count('Timeout'),
    polls: count('Immediate'),
    listeners: process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0),
  };
}
