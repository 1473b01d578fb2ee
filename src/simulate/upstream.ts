/**
 * A modelled provider: quota, capacity, the windows that are open, and what they make of a healthy
 * answer. The same names draw the same fates as in front of a real socket.
 */
import { randomOfAttempt } from '../catalog/faults/fate.js';
import type { Provider } from '../catalog/providers/provider.js';
import { providers } from '../catalog/providers/shelf.js';
import { serversOf, type Servers } from '../catalog/upstreams/capacity.js';
import { drawPace, MARKS } from '../catalog/upstreams/pace.js';
import { meterOf, type Meter } from '../catalog/upstreams/quota.js';
import { windowsOf, type Windows } from '../catalog/upstreams/windows.js';
import { invariant } from '../kit/invariant.js';
import type { Random } from '../kit/random.js';
import type { AttemptRow } from '../model/event.js';
import type { FaultWindow } from '../model/plan.js';
import type { WindowFacts } from '../model/record.js';
import type { Upstream } from '../model/scenario.js';
import type { Millis } from '../model/units.js';
import {
  ModelAttempt,
  type Asked,
  type Asking,
  type Caller,
  type Decided,
  type Surroundings,
} from './attempt.js';
import type { VirtualClock } from './clock.js';
import { shaped, type Shaped } from './effects/apply.js';
import type { Effect } from './effects/effect.js';
import { refusedFate } from './effects/refusals.js';
import { effectOf } from './effects/shelf.js';
import { delayed, healthyFate, type Fate } from './fate.js';

export interface UpstreamOptions {
  readonly seed: number;
  readonly upstream: Upstream;
  readonly windows: readonly FaultWindow[];
  readonly clock: VirtualClock;
  /** What the app asks for; see `model-name.ts`. */
  readonly model: string;
  nextAttempt(): number;
  onRow(row: AttemptRow): void;
}

/** What a question and its frame come to; nobody knows the prompts of a modelled app. */
const TOKENS_IN = 40;
const NO_HEADERS = {};
const ABSENT = { kind: 'absent' } as const;

export class ModelUpstream implements Asked {
  readonly name: string;
  private readonly options: UpstreamOptions;
  private readonly provider: Provider;
  private readonly servers: Servers;
  private readonly meter: Meter;
  private readonly windows: Windows;
  private readonly effects: ReadonlyMap<string, Effect>;
  private readonly around: Surroundings;
  private readonly overloaded: Fate;
  private readonly open = new Set<ModelAttempt>();
  private called = 0;

  constructor(options: UpstreamOptions) {
    const { upstream, windows, clock } = options;
    const provider = providers.find(({ id }) => id === upstream.provider);
    invariant(provider !== undefined, `no provider is called ${upstream.provider}`);
    this.name = upstream.name;
    this.options = options;
    this.provider = provider;
    this.servers = serversOf(upstream.capacity);
    this.meter = meterOf(upstream.quota);
    this.windows = windowsOf(windows);
    this.effects = new Map(windows.map((window) => [window.id, openEffect(window, provider)]));
    this.overloaded = refusedFate(provider, {
      reason: 'overloaded',
      status: provider.overloadStatus,
      retryAfter: ABSENT,
    });
    this.around = {
      clock,
      servers: this.servers,
      goesOnForNobody: upstream.capacity.kind === 'limited' && upstream.capacity.waste,
      ended: (attempt) => void this.open.delete(attempt),
      row: (row) => options.onRow(row),
    };
  }

  calls(): number {
    return this.called;
  }

  facts(): readonly WindowFacts[] {
    return this.windows.facts();
  }

  ask(asking: Asking, caller: Caller): ModelAttempt {
    const { seed, clock, upstream, model } = this.options;
    this.called += 1;
    const random = randomOfAttempt(seed, {
      inbound: asking.inbound,
      upstream: upstream.name,
      attempt: asking.attempt,
    });
    const started = clock.now();
    const { words, pacing } = drawPace(upstream.model, null, random);
    const tokens = TOKENS_IN + words;
    const refusal = this.ownRefusal(this.meter.charge(started, tokens));
    const base = refusal?.fate ?? healthyFate({ tokens: words + MARKS, pacing, streamed: asking.streamed });
    const shape = this.hurt(asking, { base, pacing, random, started });
    const isWork = refusal === null && !shape.isReplaced;
    if (!isWork && refusal?.by !== 'quota') this.meter.failed(tokens);
    const release = shape.fate.end === 'hang' ? this.windows.releasedAt(shape.fired) : null;
    // Written out: spreading so many fields costs more than all the rest of an attempt.
    const decided: Decided = {
      id: this.options.nextAttempt(),
      upstream: upstream.name,
      model,
      started,
      fate: shape.fate,
      base,
      fired: shape.fired,
      tokensIn: TOKENS_IN,
      isWork,
      release,
      refused: refusal?.by === 'capacity' && !shape.isReplaced,
    };
    const attempt = new ModelAttempt(decided, asking, caller, this.around);
    this.open.add(attempt);
    return attempt;
  }

  /** The run is over: what is still open ends here. */
  close(): void {
    for (const attempt of this.open) attempt.close();
    this.open.clear();
  }

  private ownRefusal(wait: Millis | null): { readonly by: 'quota' | 'capacity'; readonly fate: Fate } | null {
    if (wait !== null) {
      const retryAfter = { kind: 'seconds', ms: Math.ceil(wait / 1000) * 1000 } as const;
      return {
        by: 'quota',
        fate: refusedFate(this.provider, { reason: 'rate-limit', status: 429, retryAfter }),
      };
    }
    return this.servers.isFull() ? { by: 'capacity', fate: this.overloaded } : null;
  }

  private hurt(asking: Asking, call: Drawn): Shaped {
    const { base, pacing, random, started } = call;
    if (!this.windows.isAnyOpen(started)) return { fate: base, fired: NOTHING, isReplaced: false };
    const { model } = this.options;
    const { streamed: stream, journey, cohort, attempt } = asking;
    const facts = { model, stream, journey, headers: NO_HEADERS, attempt, cohort };
    const hits = this.windows.hits(facts, started, random);
    if (hits.length === 0) return { fate: base, fired: NOTHING, isReplaced: false };
    const met = hits.map(({ window, layer, at }) => ({ window, layer, at, effect: this.effect(window) }));
    const shape = shaped(met, { fate: base, model, pacing, random });
    this.windows.fired(shape.fired);
    const together = this.windows.togetherAt(shape.fired);
    const wait = together === null ? 0 : Math.max(0, together - started);
    return wait === 0 ? shape : { ...shape, fate: delayed(shape.fate, wait) };
  }

  private effect(window: string): Effect {
    const effect = this.effects.get(window);
    invariant(effect !== undefined, `no window is called ${window}`);
    return effect;
  }
}

interface Drawn {
  readonly base: Fate;
  readonly pacing: { readonly firstToken: Millis; readonly gap: Millis };
  readonly random: Random;
  readonly started: Millis;
}

const NOTHING: readonly string[] = [];

function openEffect(window: FaultWindow, provider: Provider): Effect {
  const entry = effectOf(window.fault);
  invariant(entry !== undefined, `the plan names a fault that has no effect: ${window.fault}`);
  return entry.open(window.params, provider);
}
