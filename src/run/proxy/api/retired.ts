/** Bytes that were counted stay counted: a total that falls would look like a restart to whoever reads it. */
import type { TcpProxy, Traffic } from '../contract.js';

export interface ProxyTraffic extends Traffic {
  readonly proxy: string;
}

export class Retired {
  private readonly gone = new Map<string, ProxyTraffic>();

  add(proxy: TcpProxy): void {
    for (const row of rowsOf(proxy)) enter(this.gone, row);
  }

  /** One row for each proxy, place and direction there ever was. */
  with(proxies: readonly TcpProxy[]): readonly ProxyTraffic[] {
    const all = new Map(this.gone);
    for (const row of proxies.flatMap(rowsOf)) enter(all, row);
    return [...all.values()];
  }
}

function rowsOf(proxy: TcpProxy): readonly ProxyTraffic[] {
  return proxy.traffic().map((row) => ({ ...row, proxy: proxy.name }));
}

function enter(rows: Map<string, ProxyTraffic>, row: ProxyTraffic): void {
  const key = JSON.stringify([row.proxy, row.listener, row.upstream, row.direction]);
  const before = rows.get(key);
  rows.set(key, {
    ...row,
    received: row.received + (before?.received ?? 0),
    sent: row.sent + (before?.sent ?? 0),
  });
}
