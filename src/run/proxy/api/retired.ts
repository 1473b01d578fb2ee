/** Bytes that were counted stay counted: a total that falls would look like a restart to whoever reads it. */
import type { TcpProxy, Traffic } from '../contract.js';

export interface ProxyTraffic extends Traffic {
  readonly proxy: string;
}

/** Of what is gone, so many rows are kept, the newest: whoever makes proxies without end fills no memory. */
const MOST = 1_000;

export class Retired {
  private readonly gone = new Map<string, ProxyTraffic>();

  add(proxy: TcpProxy): void {
    for (const row of rowsOf(proxy)) {
      const key = keyOf(row);
      const sum = together(row, this.gone.get(key));
      this.gone.delete(key);
      this.gone.set(key, sum);
    }
    for (const key of this.gone.keys()) {
      if (this.gone.size <= MOST) break;
      this.gone.delete(key);
    }
  }

  /** One row for each proxy, place and direction through which any byte went. */
  with(proxies: readonly TcpProxy[]): readonly ProxyTraffic[] {
    const all = new Map(this.gone);
    for (const row of proxies.flatMap(rowsOf)) all.set(keyOf(row), together(row, all.get(keyOf(row))));
    return [...all.values()];
  }
}

function rowsOf(proxy: TcpProxy): readonly ProxyTraffic[] {
  return proxy
    .traffic()
    .filter(({ received, sent }) => received + sent > 0)
    .map((row) => ({ ...row, proxy: proxy.name }));
}

function keyOf({ proxy, listener, upstream, direction }: ProxyTraffic): string {
  return JSON.stringify([proxy, listener, upstream, direction]);
}

function together(row: ProxyTraffic, before: ProxyTraffic | undefined): ProxyTraffic {
  return {
    ...row,
    received: row.received + (before?.received ?? 0),
    sent: row.sent + (before?.sent ?? 0),
  };
}
