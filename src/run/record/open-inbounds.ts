/** Who is waiting for an answer right now, by the token in the question. */
import type { OpenInbounds } from '../contract.js';
import type { Millis } from '../../model/units.js';

export interface OpenInboundsOptions {
  /** Of an inbound of the plan, or of the check before it. */
  journeyOf(inbound: number): string;
  /** Nobody asks for a token this long after its last inbound ended: then it is forgotten. */
  readonly remember: Millis;
}

/** What the run itself wants to know of it. */
export interface InboundBook extends OpenInbounds {
  open(): number;
  /** How many were ever opened. */
  total(): number;
  /** True once somebody looked for the inbounds of a token that is still known. */
  wasSought(token: string): boolean;
  /** Tokens still known: those of open inbounds, and those that ended a short while ago. */
  tokens(): number;
}

/** Newest last; most tokens are asked once, so most lists have one member. */
interface Asked {
  readonly token: string;
  readonly open: number[];
  isSought: boolean;
  /** The one that ended last; meaningless while one is open, as is the time. */
  last: number;
  endedAt: Millis;
}

const NOBODY: readonly number[] = [];

export function openInbounds(options: OpenInboundsOptions): InboundBook {
  return new Book(options);
}

class Book implements InboundBook {
  private readonly options: OpenInboundsOptions;
  private readonly byToken = new Map<string, Asked>();
  private readonly byInbound = new Map<number, Asked>();
  /** In the order in which they ended, so that the oldest is forgotten first. */
  private readonly ends: { readonly asked: Asked; readonly at: Millis }[] = [];
  private forgotten = 0;
  private count = 0;

  constructor(options: OpenInboundsOptions) {
    this.options = options;
  }

  opened(inbound: number, token: string, due: Millis): void {
    let asked = this.byToken.get(token);
    if (asked === undefined) {
      asked = { token, open: [], isSought: false, last: inbound, endedAt: due };
      this.byToken.set(token, asked);
    }
    asked.open.push(inbound);
    this.byInbound.set(inbound, asked);
    this.count += 1;
  }

  ended(inbound: number, at: Millis): void {
    const asked = this.byInbound.get(inbound);
    if (asked === undefined) return;
    this.byInbound.delete(inbound);
    asked.open.splice(asked.open.indexOf(inbound), 1);
    asked.last = inbound;
    asked.endedAt = at;
    if (asked.open.length === 0) this.ends.push({ asked, at });
    this.forget(at - this.options.remember);
  }

  withToken(token: string): readonly number[] {
    const asked = this.byToken.get(token);
    if (asked === undefined) return NOBODY;
    asked.isSought = true;
    const [first] = asked.open;
    return asked.open.length < 2 ? [first ?? asked.last] : asked.open.toReversed();
  }

  journeyOf(inbound: number): string {
    return this.options.journeyOf(inbound);
  }

  open(): number {
    return this.byInbound.size;
  }

  total(): number {
    return this.count;
  }

  wasSought(token: string): boolean {
    return this.byToken.get(token)?.isSought ?? false;
  }

  tokens(): number {
    return this.byToken.size;
  }

  private forget(before: Millis): void {
    for (;;) {
      const oldest = this.ends[this.forgotten];
      if (oldest === undefined || oldest.at >= before) break;
      this.forgotten += 1;
      // Asked again since, or still open: a later end of it stands further back.
      if (oldest.asked.open.length === 0 && oldest.asked.endedAt === oldest.at) {
        this.byToken.delete(oldest.asked.token);
      }
    }
    if (this.forgotten < 1_024) return;
    this.ends.splice(0, this.forgotten);
    this.forgotten = 0;
  }
}
