/** One proxy: a door, its toxics, and whoever is connected. */
import type { Socket } from 'node:net';
import type { Random } from '../../kit/random.js';
import type { ConnectionRow } from '../../model/event.js';
import type { Clock } from '../../model/units.js';
import type { Wheels } from '../wheel.js';
import { Connection, type Home } from './connection.js';
import type {
  PlaneOptions,
  ProxyPlace,
  ProxyState,
  Stream,
  TcpProxy,
  Through,
  ToxicChange,
  ToxicSetting,
  Traffic,
} from './contract.js';
import type { Dial } from './dial.js';
import { openDoor, type Door } from './listen-door.js';
import { LiveToxic } from './live-toxic.js';
import { TrafficBook } from './traffic.js';

export interface ProxySurroundings {
  readonly random: Random;
  readonly clock: Clock;
  readonly wheels: Wheels;
  readonly dial: Dial;
  /** Those with an open door. */
  readonly running: Set<Proxy>;
  /** Told of what went wrong at the door or with a dial. */
  readonly noteError: (error: NodeJS.ErrnoException) => void;
  readonly onConnection: PlaneOptions['onConnection'];
}

export class Proxy implements TcpProxy, Home {
  readonly name: string;
  readonly random: Random;
  readonly clock: Clock;
  readonly wheels: Wheels;
  private listen: string;
  private upstream: string;
  private door: Door | null = null;
  private opening: Promise<void> | null = null;
  private readonly around: ProxySurroundings;
  private readonly toxics: LiveToxic[] = [];
  private readonly live = new Set<Connection>();
  private readonly book = new TrafficBook();
  private opened = 0;
  private added = 0;
  private stops = 0;

  constructor({ name, listen, upstream }: ProxyPlace, around: ProxySurroundings) {
    this.name = name;
    this.listen = listen;
    this.upstream = upstream;
    this.around = around;
    this.random = around.random.at('proxy', name);
    this.clock = around.clock;
    this.wheels = around.wheels;
  }

  state(): ProxyState {
    const { name, listen, upstream } = this;
    const toxics = [...this.toxicsOf('upstream'), ...this.toxicsOf('downstream')];
    return {
      name,
      listen,
      upstream,
      enabled: this.door !== null,
      toxics: toxics.map(({ setting }) => setting),
    };
  }

  async start(): Promise<void> {
    if (this.door !== null) return;
    this.opening ??= this.openUp();
    try {
      await this.opening;
    } finally {
      this.opening = null;
    }
  }

  stop(): void {
    this.stops += 1;
    this.door?.close();
    this.door = null;
    this.opening = null;
    this.around.running.delete(this);
    this.recycle();
  }

  move(listen: string, upstream: string): void {
    this.stop();
    this.listen = listen;
    this.upstream = upstream;
  }

  addToxic(setting: ToxicSetting): void {
    const toxic = new LiveToxic(setting, { serial: this.added, opened: this.opened });
    this.added += 1;
    this.toxics.push(toxic);
    for (const connection of this.live) connection.append(toxic);
  }

  updateToxic(name: string, change: ToxicChange): void {
    const toxic = this.find(name);
    if (toxic === undefined) return;
    toxic.change(change);
    for (const connection of this.live) connection.link(toxic.setting.stream).update(toxic);
  }

  removeToxic(name: string): void {
    const toxic = this.find(name);
    if (toxic === undefined) return;
    this.toxics.splice(this.toxics.indexOf(toxic), 1);
    for (const connection of this.live) connection.link(toxic.setting.stream).remove(toxic);
  }

  recycle(): void {
    for (const connection of this.live) connection.close('proxy');
  }

  connections(): number {
    return this.live.size;
  }

  traffic(): readonly Traffic[] {
    return this.book.counts(this.live);
  }

  toxicsOf(stream: Stream): readonly LiveToxic[] {
    return this.toxics.filter(({ setting }) => setting.stream === stream);
  }

  ended(connection: Connection, row: ConnectionRow, through: Through): void {
    this.live.delete(connection);
    this.book.close(connection);
    this.around.onConnection(row, through);
  }

  private find(name: string): LiveToxic | undefined {
    return this.toxics.find(({ setting }) => setting.name === name);
  }

  private async openUp(): Promise<void> {
    const { stops } = this;
    const door = await openDoor(this.listen, (socket) => this.welcome(socket), this.around.noteError);
    if (stops !== this.stops) {
      door.close();
      return;
    }
    this.door = door;
    this.around.running.add(this);
    this.listen = door.listen;
    this.book.moved(door.listen, this.upstream);
  }

  private welcome(client: Socket): void {
    this.opened += 1;
    const refusing = this.refusing();
    if (refusing.length > 0) this.refuse(client, refusing);
    else this.connect(client);
  }

  /** By name: the toxics that turn this connection away. */
  private refusing(): readonly string[] {
    return this.toxics
      .filter(({ setting }) => setting.toxic.connect === 'refuse')
      .filter((toxic) => toxic.isDrawn(this.random, this.opened, 0))
      .map(({ setting }) => setting.name);
  }

  private refuse(client: Socket, toxics: readonly string[]): void {
    const now = this.clock.now();
    client.on('error', () => undefined);
    client.resetAndDestroy();
    const row = { opened: now, ended: now, sent: 0, received: 0, endedBy: 'refused', toxics } as const;
    this.around.onConnection({ kind: 'connection', proxy: this.name, ...row }, new Map());
  }

  private connect(client: Socket): void {
    try {
      const upstream = this.around.dial(this.upstream).once('error', this.around.noteError);
      this.live.add(new Connection(this, this.opened, { client, upstream }));
    } catch {
      // An upstream whose address can't be one is never reached.
      client.destroy();
    }
  }
}
