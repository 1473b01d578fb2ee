/** All proxies of one server by name, and what may be done to them, without any HTTP. */
import type { Plane, ProxyState, TcpProxy, ToxicSetting } from '../contract.js';
import { ListenError } from '../listen-error.js';
import { readChange, readProxies, readProxy, type ProxyWish } from './proxy-body.js';
import { noProxy, noToxic, Refusal } from './refusal.js';
import { Retired } from './retired.js';
import { readToxic, readToxicChange, type ToxicByType } from './toxic-body.js';

export interface BookOptions {
  readonly plane: Plane;
  readonly toxicByType: ToxicByType;
  /** What an address to listen on means, as the original would write it; throws a `ListenError`. */
  readonly resolve: (listen: string) => Promise<{ readonly text: string }>;
}

export interface Populated {
  readonly proxies: readonly ProxyState[];
  readonly failure: Refusal | null;
}

export class ProxyBook {
  private readonly options: BookOptions;
  private readonly proxies = new Map<string, TcpProxy>();
  private readonly retired = new Retired();
  private turn: Promise<unknown> = Promise.resolve();

  constructor(options: BookOptions) {
    this.options = options;
  }

  /** Those of today, and the bytes of those that are gone. */
  traffic(): ReturnType<Retired['with']> {
    return this.retired.with([...this.proxies.values()]);
  }

  list(): readonly ProxyState[] {
    return [...this.proxies.values()].map((proxy) => proxy.state());
  }

  show(name: string): ProxyState {
    return this.find(name).state();
  }

  create(body: string): Promise<ProxyState> {
    return this.inTurn(async () => {
      const wish = readProxy(body);
      if (this.proxies.has(wish.name)) throw new Refusal(409, 'proxy already exists');
      return (await this.open(wish)).state();
    });
  }

  change(name: string, body: string): Promise<ProxyState> {
    return this.inTurn(async () => {
      const proxy = this.find(name);
      const change = readChange(body);
      const before = proxy.state();
      const listen = change.listen ?? before.listen;
      const upstream = change.upstream ?? before.upstream;
      if (await this.differs(before, listen, upstream)) proxy.move(listen, upstream);
      const enabled = change.enabled ?? before.enabled;
      if (enabled && !proxy.state().enabled) await proxy.start();
      if (!enabled) proxy.stop();
      return proxy.state();
    });
  }

  remove(name: string): Promise<void> {
    return this.inTurn(() => {
      const proxy = this.find(name);
      proxy.stop();
      this.proxies.delete(name);
      this.retired.add(proxy);
      return Promise.resolve();
    });
  }

  /** Stops at the first that fails; those before it stay, and are told. */
  populate(body: string): Promise<Populated> {
    return this.inTurn(() =>
      populated(
        () => readProxies(body),
        (wish) => this.openOrReplace(wish),
      ),
    );
  }

  /** The same, of what was read already. */
  begin(wishes: readonly ProxyWish[]): Promise<Populated> {
    return this.inTurn(() =>
      populated(
        () => wishes,
        (wish) => this.openOrReplace(wish),
      ),
    );
  }

  reset(): Promise<void> {
    return this.inTurn(async () => {
      for (const proxy of this.proxies.values()) {
        if (!proxy.state().enabled) await proxy.start();
        for (const { name } of proxy.state().toxics) proxy.removeToxic(name);
      }
    });
  }

  toxics(name: string): readonly ToxicSetting[] {
    return this.find(name).state().toxics;
  }

  toxic(name: string, toxic: string): ToxicSetting {
    const found = this.toxics(name).find((setting) => setting.name === toxic);
    if (found === undefined) throw noToxic();
    return found;
  }

  addToxic(name: string, body: string): ToxicSetting {
    const proxy = this.find(name);
    const { toxics } = proxy.state();
    const setting = readToxic(body, this.options.toxicByType, (wanted) =>
      toxics.some((toxic) => toxic.name === wanted),
    );
    proxy.addToxic(setting);
    return setting;
  }

  changeToxic(name: string, toxic: string, body: string): ToxicSetting {
    this.find(name).updateToxic(toxic, readToxicChange(body, this.toxic(name, toxic)));
    return this.toxic(name, toxic);
  }

  removeToxic(name: string, toxic: string): void {
    this.toxic(name, toxic);
    this.find(name).removeToxic(toxic);
  }

  /** The proxy itself, for who must know its connections. */
  proxy(name: string): TcpProxy | null {
    return this.proxies.get(name) ?? null;
  }

  private find(name: string): TcpProxy {
    const proxy = this.proxies.get(name);
    if (proxy === undefined) throw noProxy();
    return proxy;
  }

  private async open(wish: ProxyWish): Promise<TcpProxy> {
    const proxy = this.options.plane.proxy(wish);
    if (wish.enabled) await proxy.start();
    this.proxies.set(wish.name, proxy);
    return proxy;
  }

  private async openOrReplace(wish: ProxyWish): Promise<TcpProxy> {
    const known = this.proxies.get(wish.name);
    if (known === undefined) return this.open(wish);
    if (!(await this.differs(known.state(), wish.listen, wish.upstream))) return known;
    known.stop();
    const opened = await this.open(wish);
    this.retired.add(known);
    return opened;
  }

  private async differs(proxy: ProxyState, listen: string, upstream: string): Promise<boolean> {
    return (await this.options.resolve(listen)).text !== proxy.listen || upstream !== proxy.upstream;
  }

  /** What opens and closes ports is done one after the other, so that a name is never taken twice. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work).catch((error: unknown) => {
      throw asRefusal(error);
    });
    this.turn = done.catch(() => undefined);
    return done;
  }
}

async function populated(
  wishes: () => readonly ProxyWish[],
  open: (wish: ProxyWish) => Promise<TcpProxy>,
): Promise<Populated> {
  const done: TcpProxy[] = [];
  const states = (): readonly ProxyState[] => done.map((proxy) => proxy.state());
  try {
    for (const wish of wishes()) done.push(await open(wish));
    return { proxies: states(), failure: null };
  } catch (error) {
    const refusal = asRefusal(error);
    if (refusal instanceof Refusal) return { proxies: states(), failure: refusal };
    throw error;
  }
}

function asRefusal(error: unknown): unknown {
  return error instanceof ListenError ? new Refusal(500, error.message) : error;
}
