/** A client, its upstream, and a link each way. Each socket is closed by the link that writes to it. */
import type { Socket } from 'node:net';
import type { Random } from '../../kit/random.js';
import type { ConnectionRow } from '../../model/event.js';
import type { Clock, Millis } from '../../model/units.js';
import type { Wheels } from '../wheel.js';
import type { Met, Surroundings } from './chain-seat.js';
import type { Stream, Through } from './contract.js';
import { Link } from './link.js';
import type { LiveToxic } from './live-toxic.js';

/** What a connection needs of its proxy. */
export interface Home {
  readonly name: string;
  readonly random: Random;
  readonly clock: Clock;
  readonly wheels: Wheels;
  toxicsOf(stream: Stream): readonly LiveToxic[];
  /** Both sockets are closed. */
  ended(connection: Connection, row: ConnectionRow, through: Through): void;
}

interface Sockets {
  readonly client: Socket;
  readonly upstream: Socket;
}

type EndedBy = ConnectionRow['endedBy'];

export class Connection {
  readonly up: Link;
  readonly down: Link;
  private readonly home: Home;
  private readonly number: number;
  private readonly client: Socket;
  private readonly upstream: Socket;
  private readonly opened: Millis;
  private isConnected = false;
  private isOver = false;
  private closedSockets = 0;
  private endedBy: EndedBy | null = null;
  private readonly met = new Map<string, Met>();

  /** `number`: from 1, within its proxy. `upstream` may be still connecting. */
  constructor(home: Home, number: number, { client, upstream }: Sockets) {
    this.home = home;
    this.number = number;
    this.client = client;
    this.upstream = upstream;
    this.opened = home.clock.now();
    this.up = new Link(client, upstream);
    this.down = new Link(upstream, client);
    this.watch(client, 'client');
    this.watch(upstream, 'upstream');
    upstream.once('connect', () => this.start());
  }

  link(stream: Stream): Link {
    return stream === 'upstream' ? this.up : this.down;
  }

  append(toxic: LiveToxic): void {
    // Whoever is still dialling meets all toxics once the upstream has answered.
    if (!this.isConnected) return;
    const link = this.link(toxic.setting.stream);
    link.append(toxic, () => this.around(link));
  }

  /** Both sockets at once; what is still in a chain is lost. */
  close(by: EndedBy): void {
    this.endedBy ??= by;
    this.client.destroy();
    this.upstream.destroy();
    this.finish();
  }

  private start(): void {
    if (this.isOver) return;
    this.isConnected = true;
    for (const toxic of this.home.toxicsOf('upstream')) this.append(toxic);
    for (const toxic of this.home.toxicsOf('downstream')) this.append(toxic);
    this.up.start();
    this.down.start();
  }

  private watch(socket: Socket, side: 'client' | 'upstream'): void {
    // What went wrong is told by the closing that follows.
    socket.on('error', () => undefined);
    socket.on('end', () => this.readEnd(side));
    socket.on('close', () => this.socketClosed(side));
  }

  private readEnd(side: 'client' | 'upstream'): void {
    this.endedBy ??= side;
    (side === 'client' ? this.up : this.down).readEnd();
  }

  private socketClosed(side: 'client' | 'upstream'): void {
    if (this.isOver) return;
    if (!this.isConnected) {
      this.close(side);
      return;
    }
    (side === 'client' ? this.down : this.up).targetClosed();
    this.readEnd(side);
    this.closedSockets += 1;
    if (this.closedSockets === 2) this.finish();
  }

  private reset(): void {
    this.endedBy ??= 'toxic';
    reset(this.client);
    reset(this.upstream);
    this.finish();
  }

  private finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.up.targetClosed();
    this.down.targetClosed();
    const met = [...this.met].filter(([, { hasMet }]) => hasMet);
    const through = new Map(met.map(([toxic, { bytes }]) => [toxic, bytes]));
    this.home.ended(this, this.row([...through.keys()]), through);
  }

  private row(toxics: readonly string[]): ConnectionRow {
    return {
      kind: 'connection',
      proxy: this.home.name,
      opened: this.opened,
      ended: this.home.clock.now(),
      sent: this.up.sent,
      received: this.down.sent,
      endedBy: this.endedBy ?? 'proxy',
      toxics,
    };
  }

  private metBy(toxic: string): Met {
    const met = this.met.get(toxic) ?? { hasMet: false, bytes: 0 };
    this.met.set(toxic, met);
    return met;
  }

  private around(link: Link): Surroundings {
    return {
      connection: this.number,
      random: this.home.random,
      clock: this.home.clock,
      wheels: this.home.wheels,
      metBy: (toxic) => this.metBy(toxic),
      cut: () => (this.endedBy ??= 'toxic'),
      reset: () => this.reset(),
      woken: () => link.flow(),
    };
  }
}

/** A socket that is being closed in good order can't be reset any more. */
function reset(socket: Socket): void {
  if (socket.writableEnded) socket.destroy();
  else socket.resetAndDestroy();
}
