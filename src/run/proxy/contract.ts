/**
 * What stands between the sockets and whoever rules them: the control API over HTTP, and the conductor.
 * Whatever is asked of a proxy holds at once for its live connections; nothing waits for a peer.
 */
import type { Toxic } from '../../catalog/toxics/toxic.js';
import type { Random } from '../../kit/random.js';
import type { ConnectionRow } from '../../model/event.js';
import type { Clock, Ratio } from '../../model/units.js';

/** `upstream`: what the client sends; `downstream`: what the upstream answers. */
export type Stream = 'upstream' | 'downstream';

/** As given, so that 64-bit integers can be echoed exactly. */
export type ToxicValues = ReadonlyMap<string, bigint | number>;

export interface ToxicSetting {
  readonly name: string;
  readonly toxic: Toxic;
  readonly stream: Stream;
  /** Clients may write it in any case, and see it again as they wrote it. */
  readonly streamAsSent: string;
  readonly toxicity: Ratio;
  readonly attributes: ToxicValues;
  /** Only for so many connections, counted from when it was added; null for all, and for those that are open already. */
  readonly connections: number | null;
}

export interface ToxicChange {
  readonly toxicity: Ratio;
  /** All of them, those that stay as they are as well. */
  readonly attributes: ToxicValues;
}

export interface ProxyPlace {
  readonly name: string;
  /** As given until it has been bound, then the address that was bound. */
  readonly listen: string;
  /** Looked up anew for each connection. */
  readonly upstream: string;
}

export interface ProxyState extends ProxyPlace {
  readonly enabled: boolean;
  /** Those upstream first, each stream in the order in which they were added. */
  readonly toxics: readonly ToxicSetting[];
}

/** Bytes of one direction while the proxy was at one place; both counts are live. */
export interface Traffic {
  readonly direction: Stream;
  readonly listener: string;
  readonly upstream: string;
  readonly received: number;
  readonly sent: number;
}

export interface TcpProxy {
  readonly name: string;
  state(): ProxyState;
  /** Throws a `ListenError` in Go's words, `listen tcp` in front. Nothing happens where it is started already. */
  start(): Promise<void>;
  /** The port is free and all connections are closed when this returns; toxics stay. */
  stop(): void;
  /** Stops it, and keeps the new place as given; the caller starts it again. */
  move(listen: string, upstream: string): void;
  /** Last in the chain of its stream. The caller has seen to it that the name is free. */
  addToxic(setting: ToxicSetting): void;
  /** Nothing happens where there is none of that name; the same for `removeToxic`. */
  updateToxic(name: string, change: ToxicChange): void;
  removeToxic(name: string): void;
  /** Closes the live connections and goes on listening. */
  recycle(): void;
  connections(): number;
  traffic(): readonly Traffic[];
}

/** Bytes that came to each toxic of a connection while it was active, by its name. */
export type Through = ReadonlyMap<string, number>;

export interface PlaneOptions {
  readonly random: Random;
  /** Monotonic. */
  readonly clock: Clock;
  /** Once a connection has ended both ways. Its `toxics` are the names of those that met something on it. */
  readonly onConnection: (row: ConnectionRow, through: Through) => void;
  /** Once, when no file descriptor was left for a connection. */
  readonly onShortage?: () => void;
}

/** All proxies of one server; they share a timer. */
export interface Plane {
  /** Not started yet. */
  proxy(place: ProxyPlace): TcpProxy;
  /** Stops all of them. */
  close(): void;
}
