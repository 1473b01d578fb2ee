/**
 * One upstream's decisions, without a socket: whose a request is, whether there is quota and room for
 * it, what a healthy model would say, and what the open windows make of that.
 */
import { mintCanary } from '../../catalog/answers/canary.js';
import { mintNonce } from '../../catalog/answers/watermark.js';
import { cohortOf } from '../../catalog/arrivals/cohort.js';
import { heldBack } from '../../catalog/faults/anatomy.js';
import { compose, type Composed, type WindowHit } from '../../catalog/faults/compose.js';
import { randomOfAttempt } from '../../catalog/faults/fate.js';
import type { DrawnPacing, Provider, WriteContext } from '../../catalog/providers/provider.js';
import type { Random } from '../../kit/random.js';
import type { LlmCall, Refusal } from '../../model/llm.js';
import type { Cohort, FaultWindow } from '../../model/plan.js';
import type { Upstream } from '../../model/scenario.js';
import type { Clock, Millis } from '../../model/units.js';
import type { WirePlan, WireRequest } from '../../model/wire.js';
import type { OpenInbounds } from '../contract.js';
import { advertisedWait } from './advertised.js';
import { answerTo } from './answer.js';
import { callsOf, type Calls, type Placed } from './calls.js';
import { serversOf, type Servers } from '../../catalog/upstreams/capacity.js';
import { correlate, type Asked, type Askers, type Owner } from './correlate.js';
import { fingerprint } from './fingerprint.js';
import { gatewayOf } from './gateway.js';
import type { Attempt, Ledger } from './ledger.js';
import { standsStill, timeOf } from './lasting.js';
import { retryCountOf } from './retry-count.js';
import { wholenessOf } from './outcome.js';
import { drawPace } from '../../catalog/upstreams/pace.js';
import { meterOf, type Meter } from '../../catalog/upstreams/quota.js';
import { windowsOf, type Windows } from '../../catalog/upstreams/windows.js';

export interface DeskOptions {
  readonly seed: number;
  readonly upstream: Upstream;
  /** Its place among the upstreams of the plan. */
  readonly place: number;
  readonly provider: Provider;
  readonly windows: readonly FaultWindow[];
  readonly cohorts: readonly Cohort[];
  readonly clock: Clock;
  readonly inbounds: OpenInbounds;
  readonly ledger: Ledger;
}

export type Decision =
  /** Answered beside the model: no attempt. */
  { readonly kind: 'side'; readonly plan: WirePlan } | DecidedAttempt;

export interface DecidedAttempt {
  readonly kind: 'attempt';
  readonly attempt: Attempt;
  readonly plan: WirePlan;
  /** True where it is work for a server; refusals are said at the door. */
  readonly isWork: boolean;
  readonly release: Release | null;
}

/** When a plan that stands still is let go, and the healthy answer that it was made of. */
export interface Release {
  readonly at: Millis;
  readonly plan: WirePlan;
  readonly base: WirePlan;
}

export interface Desk {
  decide(request: WireRequest): Decision;
  /** What the vendor itself says no to: an attempt like any other, though no fault needs to hurt it. */
  refused(request: WireRequest, refusal: Refusal): DecidedAttempt;
  readonly servers: Servers;
  readonly windows: Windows;
  calls(): number;
  sideCalls(): number;
}

export function deskOf(options: DeskOptions): Desk {
  return new UpstreamDesk(options);
}

/** What is known of a request once somebody has asked. */
interface Begun {
  readonly id: number;
  readonly owner: Owner;
  readonly placed: Placed;
  readonly random: Random;
  readonly started: Millis;
  readonly retryCount: number | null;
  readonly gateway: string | null;
}

class UpstreamDesk implements Desk {
  readonly servers: Servers;
  readonly windows: Windows;
  private readonly options: DeskOptions;
  private readonly tally: Calls;
  private readonly meter: Meter;
  private readonly askers: Askers;
  private called = 0;
  private aside = 0;

  constructor(options: DeskOptions) {
    const { upstream, inbounds, ledger } = options;
    this.options = options;
    this.servers = serversOf(upstream.capacity);
    this.meter = meterOf(upstream.quota);
    this.windows = windowsOf(options.windows);
    this.tally = callsOf({
      nextId: () => ledger.nextCall(),
      journeyOf: (inbound) => inbounds.journeyOf(inbound),
    });
    this.askers = {
      withToken: (token) => inbounds.withToken(token),
      likeliest: (found) => this.tally.likeliest(found),
      findMinted: ledger.findMinted,
    };
  }

  calls(): number {
    return this.called;
  }

  sideCalls(): number {
    return this.aside;
  }

  decide(request: WireRequest): Decision {
    const read = this.options.provider.read(request);
    switch (read.kind) {
      case 'side':
        return this.beside(request);
      case 'refused':
        return this.refused(request, read.refusal);
      case 'call':
        return this.asked(request, read.call);
    }
  }

  refused(request: WireRequest, refusal: Refusal): DecidedAttempt {
    const begun = this.begin(request, { newest: request.body, everything: '' });
    const plan = this.options.provider.refuse(refusal, this.contextOf(begun, UNKNOWN, NO_PACE));
    const attempt = this.attemptOf(begun, UNKNOWN, { plan, base: plan, fired: NOTHING, refused: false });
    return { kind: 'attempt', attempt, plan, isWork: false, release: null };
  }

  private asked(request: WireRequest, call: LlmCall): DecidedAttempt {
    const begun = this.begin(request, call);
    const draw = drawPace(this.options.upstream.model, call.maxTokens, begun.random);
    const tokens = call.tokensIn + draw.words;
    const wait = this.meter.charge(begun.started, tokens);
    const refusal = this.ownRefusal(wait);
    const hits = this.hitsOn(request, call, begun);
    const isHealthy = refusal === null && hits.length === 0;
    const context = this.contextOf(begun, call, draw.pacing, isHealthy ? NO_CANARY : undefined);
    const base =
      refusal === null
        ? this.healthy(call, begun, { words: draw.words, context })
        : this.options.provider.refuse(refusal, context);
    const { plan, fired, isReplaced } = this.hurt(hits, begun, { base, call, context });
    const isWork = refusal === null && !isReplaced;
    if (wait === null && !isWork) this.meter.failed(tokens);
    const refused = refusal?.reason === 'overloaded' && !isReplaced;
    const attempt = this.attemptOf(begun, call, { plan, base, fired, refused });
    return { kind: 'attempt', attempt, plan, isWork, release: this.releaseOf(plan, base, fired) };
  }

  private begin(request: WireRequest, asked: Asked): Begun {
    const { ledger, clock, seed, upstream } = this.options;
    this.called += 1;
    ledger.opened();
    const owner = correlate(asked, request.headers, this.askers);
    const placed = this.tally.begin(owner.inbound, fingerprint(request.body));
    const inbound = owner.inbound ?? `arrival ${this.called}`;
    const random = randomOfAttempt(seed, { inbound, upstream: upstream.name, attempt: placed.attempt });
    const retryCount = retryCountOf(request.headers);
    const gateway = gatewayOf(request.headers);
    return { id: ledger.nextAttempt(), owner, placed, random, started: clock.now(), retryCount, gateway };
  }

  private beside(request: WireRequest): Decision {
    const { provider, seed, upstream } = this.options;
    this.aside += 1;
    const random = randomOfAttempt(seed, {
      inbound: `beside ${this.aside}`,
      upstream: upstream.name,
      attempt: 1,
    });
    const context = {
      random,
      model: '',
      wallTime: Date.now(),
      // No attempt has this number.
      canary: mintCanary(seed, -this.aside),
      limits: null,
    };
    return { kind: 'side', plan: provider.side(request, context) };
  }

  private contextOf(
    { id, random }: Begun,
    { model }: Pick<LlmCall, 'model'>,
    pacing: DrawnPacing,
    canary = mintCanary(this.options.seed, id),
  ): WriteContext {
    return { random, model, wallTime: Date.now(), canary, limits: this.meter.limits(), pacing };
  }

  /** No quota, or no room. */
  private ownRefusal(wait: Millis | null): Refusal | null {
    if (wait !== null) {
      const retryAfter = { kind: 'seconds', ms: Math.ceil(wait / 1000) * 1000 } as const;
      return { reason: 'rate-limit', status: 429, retryAfter, message: null };
    }
    if (!this.servers.isFull()) return null;
    const status = this.options.provider.overloadStatus;
    return { reason: 'overloaded', status, retryAfter: { kind: 'absent' }, message: null };
  }

  private healthy(
    call: LlmCall,
    { id, owner }: Begun,
    { words, context }: { words: number; context: WriteContext },
  ): WirePlan {
    const { seed, upstream, provider, ledger, place } = this.options;
    ledger.minted.add({ attempt: id, upstream: place, owner, words });
    const answer = answerTo(call, upstream.model, { nonce: mintNonce(seed, id), words });
    return call.stream ? provider.stream(call, answer, context) : provider.whole(call, answer, context);
  }

  private hitsOn(
    { headers }: WireRequest,
    { model, stream }: LlmCall,
    { started, owner, placed, random }: Begun,
  ): readonly WindowHit[] {
    if (!this.windows.isAnyOpen(started)) return NO_HITS;
    const { inbound } = owner;
    const journey = inbound === null ? null : this.options.inbounds.journeyOf(inbound);
    const cohort = inbound === null ? null : (cohortOf(this.options, inbound)?.id ?? null);
    const asked = { model, stream, journey, headers, attempt: placed.attempt, cohort };
    return this.windows.hits(asked, started, random);
  }

  private hurt(
    hits: readonly WindowHit[],
    { random, started }: Begun,
    { base, call, context }: { base: WirePlan; call: LlmCall; context: WriteContext },
  ): Composed & { readonly isReplaced: boolean } {
    if (hits.length === 0) return { plan: base, fired: NOTHING, isReplaced: false };
    const { provider } = this.options;
    const { plan, fired } = compose(hits, { plan: base, call, provider, context, random });
    this.windows.fired(fired);
    const isReplaced = hits.some(({ window, layer }) => layer === 'instead' && fired.includes(window));
    const together = this.windows.togetherAt(fired);
    const wait = together === null ? 0 : Math.max(0, together - started);
    return { plan: wait === 0 ? plan : heldBack(plan, 0, wait), fired, isReplaced };
  }

  private attemptOf(
    { id, owner, placed, started, retryCount, gateway }: Begun,
    { model, tokensIn }: Pick<LlmCall, 'model' | 'tokensIn'>,
    { plan, base, fired, refused }: Shaped,
  ): Attempt {
    return {
      id,
      owner,
      placed,
      started,
      retryCount,
      gateway,
      model,
      tokensIn,
      upstream: this.options.upstream.name,
      faults: fired,
      retryAfter: advertisedWait(plan),
      calls: this.tally,
      whole: wholenessOf(base),
      refused,
      slowed: fired.length > 0 && (standsStill(plan) || timeOf(plan) > timeOf(base)),
    };
  }

  private releaseOf(plan: WirePlan, base: WirePlan, fired: readonly string[]): Release | null {
    if (!standsStill(plan)) return null;
    const at = this.windows.releasedAt(fired);
    return at === null ? null : { at, plan, base };
  }
}

interface Shaped extends Composed {
  readonly base: WirePlan;
  readonly refused: boolean;
}

const NOTHING: readonly string[] = [];
const NO_HITS: readonly WindowHit[] = [];
/** Of a request that could not be read; nothing is billed for it. */
const UNKNOWN = { model: '', tokensIn: 0 };
const NO_PACE = { firstToken: 0, gap: 0 };
/** A healthy answer holds none, and drawing it costs. */
const NO_CANARY = '';
