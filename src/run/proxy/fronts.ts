/**
 * The proxies of one run, driven through Toxiproxy's own client: to the server that we carry with us, or to
 * one of somebody else. Ours are told by their names; nothing else there is touched.
 */
import { toxicByType } from '../../catalog/toxics/shelf.js';
import { invariant } from '../../kit/invariant.js';
import type { ConnectionRow } from '../../model/event.js';
import type { Plan, ToxicWindow } from '../../model/plan.js';
import { BrownoutError } from '../../model/problem.js';
import type { ToxicFacts } from '../../model/record.js';
import type { Clock } from '../../model/units.js';
import type { Address, Fronts } from '../contract.js';
import { undoAll, type Undo } from '../undo.js';
import { hitsOf, type Hits } from './hits.js';
import { joinHostPort } from './listen.js';
import { openRemote, type Remote, type RemoteProxy } from './remote.js';
import { startProxyServer } from './server.js';
import { nameOfOurs, nameOfToxic, prefixOf } from './ours.js';
import { watchServer } from './watch-server.js';

export interface FrontsOptions {
  readonly plan: Plan;
  /** Where the mocks listen, by the name of the upstream. */
  readonly mocks: ReadonlyMap<string, Address>;
  readonly bind: string;
  readonly advertise: string | null;
  readonly clock: Clock;
  /** A Toxiproxy of somebody else, or null for the one that we carry with us. */
  readonly toxiproxy: string | null;
  /** Told before anything is made on a server of somebody else; what it gives strikes the note out. */
  readonly note: (url: string, prefix: string) => Promise<() => Promise<void>>;
  readonly onConnection: (row: ConnectionRow) => void;
}

/** Upstreams and dependencies that get a proxy: whatever the network of the plan hurts, and all that it names. */
export function frontedBy({ network, proxies }: Plan): ReadonlySet<string> {
  return new Set([...network.map(({ on }) => on), ...proxies.map(({ name }) => name)]);
}

export async function openFronts(options: FrontsOptions): Promise<Fronts> {
  const { plan, clock, toxiproxy } = options;
  const hits = hitsOf(plan, toxiproxy === null);
  if (toxiproxy !== null) refuseOwnToxics(plan, toxiproxy);
  const server = toxiproxy === null ? await embedded(options, hits) : null;
  const undo: Undo = server === null ? [] : [() => server.close()];
  try {
    const url = server?.url ?? toxiproxy;
    invariant(url !== null, 'there is a server, ours or another');
    const remote = await openRemote(url);
    const prefix = prefixOf(plan, Date.now());
    if (server === null) undo.push(await theirs(options, remote, url, prefix));
    const proxies = await makeAll(options, remote, prefix);
    // No call of the API closes connections and leaves the port open; the server that is ours can.
    const recycle = async (on: string): Promise<void> =>
      server === null ? proxies.get(on)?.recycle() : server.book.proxy(nameOfOurs(prefix, on))?.recycle();
    const driven: Driven = { proxies, recycle };
    const watch = server === null ? watchServer(remote) : null;
    if (watch !== null) undo.push(watch.end);
    return {
      addresses: new Map([...proxies].map(([name, proxy]) => [name, addressOf(options, name, proxy)])),
      open: async (window) => {
        // Whoever it cuts is gone before the change is done, and was hurt by it all the same.
        hits.opened(window, clock.now());
        await change(driven, window, 'opens');
      },
      close: async (window) => {
        await change(driven, window, 'closes');
        hits.closed(window, clock.now());
      },
      facts: (): readonly ToxicFacts[] => hits.facts(),
      lost: watch?.lost ?? null,
      end: () => undoAll(undo),
    };
  } catch (error) {
    await undoAll(undo);
    throw error;
  }
}

async function embedded({ clock, plan, onConnection }: FrontsOptions, hits: Hits) {
  return startProxyServer({
    // Whatever the proxies listen on: its control is for us alone.
    host: '127.0.0.1',
    port: 0,
    seed: plan.seed,
    clock,
    onConnection: (row, through) => {
      const ours = hits.named(row);
      if (ours === null) return;
      hits.met(ours, through);
      onConnection(ours);
    },
  });
}

/** Gives how to clean up there. Where that fails, the note stays, and the next start does it. */
async function theirs(
  { note }: FrontsOptions,
  remote: Remote,
  url: string,
  prefix: string,
): Promise<() => Promise<void>> {
  const strikeOut = await note(url, prefix);
  return () => remote.removeNamed((name) => name.startsWith(prefix)).then(strikeOut, () => undefined);
}

async function makeAll(
  options: FrontsOptions,
  remote: Remote,
  prefix: string,
): Promise<ReadonlyMap<string, RemoteProxy>> {
  const made = new Map<string, RemoteProxy>();
  for (const { name, listen, upstream } of wanted(options)) {
    const proxy = await remote
      .create({ name: nameOfOurs(prefix, name), listen, upstream })
      .catch((cause: unknown) => {
        throw isUnbound(cause) ? notBound(name, listen, cause) : cause;
      });
    made.set(name, proxy);
  }
  return made;
}

function wanted({ plan, mocks, bind }: FrontsOptions) {
  const hurt = frontedBy(plan);
  return [
    ...plan.upstreams
      .filter(({ name }) => hurt.has(name))
      .map(({ name, port }) => ({
        name,
        listen: joinHostPort(bind, port),
        upstream: dialled(mocks.get(name), bind),
      })),
    ...plan.proxies.map(({ name, listen, upstream }) => ({
      name,
      listen: listen ?? joinHostPort(bind, 0),
      upstream,
    })),
  ];
}

/** The client keeps the server's words to itself; only where nothing can listen is this its status. */
function isUnbound(error: unknown): boolean {
  const cause = error instanceof BrownoutError ? error.cause : null;
  return cause instanceof Error && cause.message.includes('status code 500');
}

function notBound(name: string, listen: string, cause: unknown): BrownoutError {
  return new BrownoutError({
    code: 'port-taken',
    ending: 'usage',
    message: `the proxy of "${name}" can't listen on ${listen}: something else does already, or it is no address of this machine`,
    hints: ['End what holds it, or leave out its "listen" (of an upstream: its "port") to take a free port.'],
    cause,
  });
}

/** The name that the subject knows it by may be none here. */
function dialled(mock: Address | undefined, bind: string): string {
  invariant(mock !== undefined, 'a mock listens for every upstream');
  return joinHostPort(isWildcard(bind) ? '127.0.0.1' : bind, mock.port);
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::' || host === '[::]';
}

interface Driven {
  readonly proxies: ReadonlyMap<string, RemoteProxy>;
  /** Closes the connections that stand. */
  readonly recycle: (on: string) => Promise<void>;
}

async function change(
  { proxies, recycle }: Driven,
  window: ToxicWindow,
  edge: 'opens' | 'closes',
): Promise<void> {
  const proxy = proxies.get(window.on);
  invariant(proxy !== undefined, `the plan hurts ${window.on}, which has no proxy`);
  if (window.toxic === 'down') return edge === 'opens' ? proxy.goDown() : proxy.comeBack();
  for (const stream of streamsOf(window)) {
    const name = nameOfToxic(window.id, stream);
    if (edge === 'closes') await proxy.removeToxic(name);
    else await proxy.addToxic({ ...toxicOf(window), name, stream });
  }
  if (window.recycle) await recycle(window.on);
}

function toxicOf({ toxic, toxicity, attributes, connections }: ToxicWindow) {
  return { type: toxic, toxicity, attributes, ...(connections === null ? {} : { connections }) };
}

function streamsOf({ stream }: ToxicWindow): readonly ('upstream' | 'downstream')[] {
  return stream === 'both' ? ['upstream', 'downstream'] : [stream];
}

function addressOf({ plan, advertise }: FrontsOptions, name: string, { listen }: RemoteProxy): Address {
  const port = Number(listen.slice(listen.lastIndexOf(':') + 1));
  const bound = listen.slice(0, listen.lastIndexOf(':'));
  const host = advertise ?? (isWildcard(bound) ? '127.0.0.1' : bound);
  const isUpstream = plan.upstreams.some((upstream) => upstream.name === name);
  return { url: `${isUpstream ? 'http' : 'tcp'}://${host}:${port}`, host, port };
}

/** What the original doesn't know would be refused by it, or worse, be taken for something else. */
export function refuseOwnToxics({ network, scenario }: Plan, url: string): void {
  for (const window of network) {
    const strange = strangeIn(window);
    if (strange === null) continue;
    throw new BrownoutError({
      code: 'foreign-toxic',
      ending: 'usage',
      message: `the Toxiproxy at ${url} doesn't know ${strange}, which is Brownout's own and which ${scenario.name} needs`,
      hints: ['Leave --toxiproxy and TOXIPROXY_URL out: the proxy that comes with Brownout knows it.'],
    });
  }
}

/** The original takes an attribute that it doesn't know without a word, and does something else. */
function strangeIn({ toxic, attributes, connections }: ToxicWindow): string | null {
  if (toxic === 'down') return null;
  if (connections !== null) return `"connections" of "${toxic}"`;
  const known = toxicByType(toxic);
  if (known?.origin !== 'toxiproxy') return `"${toxic}"`;
  const own = known.attributes.find(({ name, origin }) => origin === 'ours' && (attributes[name] ?? 0) !== 0);
  return own === undefined ? null : `"${own.name}" of "${toxic}"`;
}
