/**
 * The proxy in front of a modelled upstream. Simplified: every attempt has a connection of its own, so nothing
 * is kept alive; its toxics are drawn for it, and those that come while it lasts come to it too.
 */
import { toxicByType } from '../../catalog/toxics/shelf.js';
import { invariant } from '../../kit/invariant.js';
import { randomOf, type Random } from '../../kit/random.js';
import type { ConnectionRow } from '../../model/event.js';
import type { ToxicWindow } from '../../model/plan.js';
import type { Millis } from '../../model/units.js';
import type { Asked, Asking, Caller, OpenAttempt } from '../attempt.js';
import type { VirtualClock } from '../clock.js';
import type { ModelUpstream } from '../upstream.js';
import type { Carried } from './line.js';
import { ProxiedAttempt } from './proxied.js';

export interface FrontOptions {
  readonly seed: number;
  readonly upstream: ModelUpstream;
  /** Those of its own. */
  readonly windows: readonly ToxicWindow[];
  readonly clock: VirtualClock;
  onConnection(row: ConnectionRow): void;
}

export interface Route {
  readonly up: readonly Carried[];
  readonly down: readonly Carried[];
  /** Whose windows they are, and from when. */
  readonly toxics: readonly Pick<ToxicWindow, 'id' | 'opens'>[];
  /** Nobody listens, or whoever connects is reset; null: it is let through. */
  readonly refused: 'closed' | readonly string[] | null;
  /** When all that stands is closed, after now; infinite where nothing does. */
  readonly cutAt: Millis;
}

type Way = 'upstream' | 'downstream';

export class Front implements Asked {
  private readonly options: FrontOptions;
  private readonly random: Random;
  private readonly open = new Set<ProxiedAttempt>();
  private connections = 0;

  constructor(options: FrontOptions) {
    this.options = options;
    this.random = randomOf(options.seed).at('proxy', options.upstream.name);
  }

  get name(): string {
    return this.options.upstream.name;
  }

  ask(asking: Asking, caller: Caller): OpenAttempt {
    const { clock, upstream } = this.options;
    const attempt = new ProxiedAttempt({
      asking,
      caller,
      clock,
      upstream,
      route: this.route(clock.now()),
      ended: (row) => {
        this.open.delete(attempt);
        if (row !== null) this.options.onConnection(row);
      },
    });
    this.open.add(attempt);
    return attempt;
  }

  close(): void {
    for (const attempt of this.open) attempt.close();
  }

  private route(now: Millis): Route {
    this.connections += 1;
    const { windows } = this.options;
    const live = windows.filter(({ closes }) => closes > now);
    const isOpen = ({ opens }: ToxicWindow): boolean => opens <= now;
    const cuts = live.flatMap(({ toxic, recycle, opens, closes }) =>
      toxic === 'down' ? [opens] : recycle ? [opens, closes] : [],
    );
    const drawn = live.flatMap((window) =>
      window.toxic === 'down'
        ? []
        : waysOf(window).flatMap((way) =>
            carriedOn(window, way, { random: this.random.at(this.connections), now }),
          ),
    );
    const refusing = drawn.filter(({ connect, window }) => connect === 'refuse' && isOpen(window));
    const passing = drawn.filter(({ connect }) => connect === 'pass');
    const onWay = (wanted: Way): readonly Carried[] =>
      passing.filter(({ way }) => way === wanted).map(({ carried }) => carried);
    return {
      up: onWay('upstream'),
      down: onWay('downstream'),
      toxics: passing.map(({ window }) => window),
      refused: refusedBy(
        live.some((window) => window.toxic === 'down' && isOpen(window)),
        refusing,
      ),
      cutAt: Math.min(Infinity, ...cuts.filter((at) => at > now)),
    };
  }
}

interface Drawn {
  readonly window: ToxicWindow;
  readonly way: Way;
  readonly connect: 'pass' | 'refuse';
  readonly carried: Carried;
}

/** A connection that was opened now. */
interface Fresh {
  readonly random: Random;
  readonly now: Millis;
}

function refusedBy(isDown: boolean, refusing: readonly Drawn[]): Route['refused'] {
  if (isDown) return 'closed';
  return refusing.length === 0 ? null : [...new Set(refusing.map(({ window }) => window.id))];
}

function waysOf({ stream }: ToxicWindow): readonly Way[] {
  return stream === 'both' ? ['upstream', 'downstream'] : [stream];
}

function carriedOn(window: ToxicWindow, way: Way, { random, now }: Fresh): readonly Drawn[] {
  const toxic = toxicByType(window.toxic);
  invariant(toxic !== undefined, `no toxic is called ${window.toxic}`);
  const { id, toxicity, closes: until } = window;
  const from = Math.max(now, window.opens);
  const own = random.at(id, way);
  if (toxicity < 1 && own.at('share').unit() >= toxicity) return [];
  const attributes = { ...window.attributes };
  const carried = { make: toxic.open(), attributes, random: own.at('stage'), from, until };
  return [{ window, way, connect: toxic.connect, carried }];
}
