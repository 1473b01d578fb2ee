/** Toxiproxy's own client, with an end to every wait and words for what went wrong. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToxicAttributes } from '../../model/scenario.js';
import { BrownoutError } from '../../model/problem.js';

export interface Remote {
  /** Rejects where it no longer answers. */
  ping(): Promise<void>;
  create(body: {
    readonly name: string;
    readonly listen: string;
    readonly upstream: string;
  }): Promise<RemoteProxy>;
  /** Of all the proxies there, ours or not. */
  names(): Promise<readonly string[]>;
  /** Removes the proxies of such names; gives how many there were. */
  removeNamed(isTheirs: (name: string) => boolean): Promise<number>;
}

export interface RemoteToxic {
  readonly type: string;
  readonly name: string;
  readonly stream: 'upstream' | 'downstream';
  readonly toxicity: number;
  readonly attributes: ToxicAttributes;
  /** Only for the server that is ours. */
  readonly connections?: number;
}

export interface RemoteProxy {
  /** As it was bound. */
  readonly listen: string;
  addToxic(toxic: RemoteToxic): Promise<void>;
  removeToxic(name: string): Promise<void>;
  /** Closes the connections that stand, so that new ones are dialled. For a moment the port refuses whoever comes. */
  recycle(): Promise<void>;
  /** Nobody gets through, until as many have asked for its return. */
  goDown(): Promise<void>;
  comeBack(): Promise<void>;
}

/** A call that takes longer has failed: the server hangs, or isn't there. */
const LONGEST_CALL = 5_000;

type Client = InstanceType<typeof import('toxiproxy-node-client').Toxiproxy>;
type ClientProxy = Awaited<ReturnType<Client['createProxy']>>;
type ClientToxic = Awaited<ReturnType<ClientProxy['addToxic']>>;

export async function openRemote(url: string): Promise<Remote> {
  // It needs the global fetch, which costs a start that nobody else has to pay.
  const { Toxiproxy } = await import('toxiproxy-node-client');
  const client = new Toxiproxy(url.replace(/\/+$/, ''));
  const call = <T>(what: string, work: () => Promise<T>): Promise<T> => bounded(url, what, work);
  const ping = async () => {
    await call('asked for its version', () => client.getVersion());
  };
  await ping();
  const all = async () => Object.values(await call('asked for its proxies', () => client.getAll()));
  return {
    ping,
    create: async (body) => {
      const proxy = await call(`asked for a proxy on ${body.listen}`, () =>
        client.createProxy({ ...body, enabled: true }).then(asMade),
      );
      return new DrivenProxy(proxy, call);
    },
    names: async () => (await all()).map(({ name }) => name),
    removeNamed: async (isTheirs) => {
      const theirs = (await all()).filter(({ name }) => isTheirs(name));
      for (const proxy of theirs) await call(`told to remove ${proxy.name}`, () => proxy.remove());
      return theirs.length;
    },
  };
}

/** Whoever listens there in its place may answer anything, and a redirect turns the call into another. */
function asMade(proxy: ClientProxy): ClientProxy {
  const listen: unknown = proxy.listen;
  if (typeof listen !== 'string') throw new Error('what it answered is no proxy');
  return proxy;
}

type Call = <T>(what: string, work: () => Promise<T>) => Promise<T>;

class DrivenProxy implements RemoteProxy {
  readonly listen: string;
  private readonly proxy: ClientProxy;
  private readonly call: Call;
  private readonly toxics = new Map<string, ClientToxic>();
  private downs = 0;
  /** One change after the other: what is removed has been added before. */
  private last: Promise<unknown> = Promise.resolve();

  constructor(proxy: ClientProxy, call: Call) {
    this.proxy = proxy;
    this.call = call;
    this.listen = proxy.listen;
  }

  addToxic(toxic: RemoteToxic): Promise<void> {
    return this.inTurn(`told to add ${toxic.type}`, async () => {
      // The client's type names only the toxics of its own time.
      const made = await this.proxy.addToxic(toxic as Parameters<ClientProxy['addToxic']>[0]);
      this.toxics.set(toxic.name, made);
    });
  }

  removeToxic(name: string): Promise<void> {
    return this.inTurn(`told to remove ${name}`, async () => {
      await this.toxics.get(name)?.remove();
      this.toxics.delete(name);
    });
  }

  recycle(): Promise<void> {
    return this.inTurn('told to close its connections', async () => {
      if (this.downs > 0) return;
      await this.switchTo(false);
      await this.switchTo(true);
    });
  }

  goDown(): Promise<void> {
    return this.inTurn('told to go down', async () => {
      this.downs += 1;
      await this.switchTo(false);
    });
  }

  comeBack(): Promise<void> {
    return this.inTurn('told to come back', async () => {
      this.downs -= 1;
      if (this.downs === 0) await this.switchTo(true);
    });
  }

  private async switchTo(enabled: boolean): Promise<void> {
    const { listen, upstream } = this.proxy;
    await this.proxy.update({ enabled, listen, upstream });
  }

  private inTurn(what: string, work: () => Promise<void>): Promise<void> {
    const turn = this.last.catch(() => undefined).then(() => this.call(what, work));
    this.last = turn;
    return turn;
  }
}

async function bounded<T>(url: string, what: string, work: () => Promise<T>): Promise<T> {
  const late = new AbortController();
  try {
    return await Promise.race([work(), tooLate(late.signal)]);
  } catch (cause) {
    throw unanswered(url, what, cause);
  } finally {
    late.abort();
  }
}

async function tooLate(signal: AbortSignal): Promise<never> {
  await sleep(LONGEST_CALL, undefined, { signal, ref: false });
  throw new Error(`no answer within ${LONGEST_CALL / 1_000} s`);
}

function unanswered(url: string, what: string, cause: unknown): BrownoutError {
  const said = cause instanceof Error ? cause.message : String(cause);
  return new BrownoutError({
    code: 'toxiproxy',
    ending: 'not-testable',
    message: `the Toxiproxy at ${url} was ${what}, and failed: ${said}`,
    hints: [
      `Does it run?  curl ${url}/version`,
      'Without --toxiproxy and TOXIPROXY_URL, the proxy that comes with Brownout is used.',
    ],
    cause,
  });
}
