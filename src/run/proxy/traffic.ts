/** Bytes that went through a proxy, at each place where it has stood. */
import type { Connection } from './connection.js';
import type { Stream, Traffic } from './contract.js';

interface Place {
  readonly listener: string;
  readonly upstream: string;
  readonly counts: Readonly<Record<Stream, { received: number; sent: number }>>;
}

/** The newest are kept, so that a proxy which moves for ever fills no memory. */
const MOST_PLACES = 100;

const STREAMS: readonly Stream[] = ['upstream', 'downstream'];

export class TrafficBook {
  private places: Place[] = [];
  private place: Place | null = null;

  moved(listener: string, upstream: string): void {
    const known = this.places.find((one) => one.listener === listener && one.upstream === upstream);
    this.place = known ?? newPlace(listener, upstream);
    if (known !== undefined) return;
    this.places = [...this.places.filter(isUsed).slice(1 - MOST_PLACES), this.place];
  }

  /** Connections end before their proxy moves. */
  close(connection: Connection): void {
    if (this.place === null) return;
    for (const stream of STREAMS) {
      const { received, sent } = connection.link(stream);
      this.place.counts[stream].received += received;
      this.place.counts[stream].sent += sent;
    }
  }

  counts(live: Iterable<Connection>): readonly Traffic[] {
    const open = [...live];
    return this.places.flatMap((place) =>
      STREAMS.map((direction) => {
        const links = place === this.place ? open.map((one) => one.link(direction)) : [];
        const { received, sent } = place.counts[direction];
        return {
          direction,
          listener: place.listener,
          upstream: place.upstream,
          received: links.reduce((sum, link) => sum + link.received, received),
          sent: links.reduce((sum, link) => sum + link.sent, sent),
        };
      }),
    );
  }
}

function isUsed({ counts }: Place): boolean {
  return STREAMS.some((stream) => counts[stream].received > 0);
}

function newPlace(listener: string, upstream: string): Place {
  return { listener, upstream, counts: { upstream: zero(), downstream: zero() } };
}

function zero(): { received: number; sent: number } {
  return { received: 0, sent: 0 };
}
