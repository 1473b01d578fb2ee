/**
 * A plan as a performance reads it. Long ones are packed: their words as the very bytes that go out, in
 * one piece outside of V8's heap, so that thousands of open streams leave its garbage collector in peace.
 */
import type { Millis } from '../../model/units.js';
import type { WirePlan, WireStep } from '../../model/wire.js';
import type { Outlet } from './outlet.js';

type Write = Extract<WireStep, { readonly do: 'write' }>;
export type Act = Exclude<WireStep, Write>;

/** Head and body of an answer that goes out in one piece. */
export interface Whole {
  readonly head: Extract<WireStep, { readonly do: 'head' }>;
  readonly body: Write;
}

export interface Sheet {
  readonly length: number;
  /** Null where it is more, or less, than a head and a body said at once. */
  readonly whole: Whole | null;
  after(index: number): Millis;
  /** Null for a write. */
  act(index: number): Act | null;
  tokens(index: number): number;
  isTerminator(index: number): boolean;
  /** All that the writes from one step to just before another say: text to be framed, or bytes that are. */
  words(from: number, to: number): string | Uint8Array;
}

/** Shorter plans are over before packing pays. */
const LONG = 16;

export function sheetOf(plan: WirePlan, outlet: Pick<Outlet, 'framing'>): Sheet {
  if (plan.length < LONG) return new PlainSheet(plan);
  const head = plan.find((step) => step.do === 'head');
  const isChunked = head?.do === 'head' && outlet.framing(head.headers) === 'chunked';
  return isChunked ? new PackedSheet(plan) : new PlainSheet(plan);
}

class PlainSheet implements Sheet {
  readonly whole: Whole | null;
  private readonly plan: WirePlan;

  constructor(plan: WirePlan) {
    this.plan = plan;
    this.whole = wholeOf(plan);
  }

  get length(): number {
    return this.plan.length;
  }

  after(index: number): Millis {
    return this.plan[index]?.after ?? 0;
  }

  act(index: number): Act | null {
    const step = this.plan[index];
    return step === undefined || step.do === 'write' ? null : step;
  }

  tokens(index: number): number {
    return writeAt(this.plan, index)?.tokens ?? 0;
  }

  isTerminator(index: number): boolean {
    return writeAt(this.plan, index)?.part === 'terminator';
  }

  words(from: number, to: number): string {
    let text = '';
    for (let index = from; index < to; index += 1) text += writeAt(this.plan, index)?.text ?? '';
    return text;
  }
}

function wholeOf(plan: WirePlan): Whole | null {
  const [head, body, end] = plan;
  if (plan.length !== 3 || head?.do !== 'head' || body?.do !== 'write' || end?.do !== 'end') return null;
  return body.after > 0 || end.after > 0 ? null : { head, body };
}

function writeAt(plan: WirePlan, index: number): Write | null {
  const step = plan[index];
  return step?.do === 'write' ? step : null;
}

const BREAK = '\r\n';

class PackedSheet implements Sheet {
  readonly whole = null;
  readonly length: number;
  private readonly waits: Float64Array;
  private readonly counts: Uint32Array;
  private readonly acts = new Map<number, Act>();
  private readonly terminators = new Set<number>();
  /** Where the words of each step end. */
  private readonly ends: Uint32Array;
  private readonly bytes: Buffer;

  constructor(plan: WirePlan) {
    this.length = plan.length;
    this.waits = new Float64Array(plan.length);
    this.counts = new Uint32Array(plan.length);
    this.ends = new Uint32Array(plan.length + 1);
    this.bytes = Buffer.allocUnsafeSlow(sizeOf(plan));
    for (const [index, step] of plan.entries()) this.pack(index, step);
  }

  after(index: number): Millis {
    return this.waits[index] ?? 0;
  }

  act(index: number): Act | null {
    return this.acts.get(index) ?? null;
  }

  tokens(index: number): number {
    return this.counts[index] ?? 0;
  }

  isTerminator(index: number): boolean {
    return this.terminators.has(index);
  }

  words(from: number, to: number): Uint8Array {
    return this.bytes.subarray(this.ends[from], this.ends[to]);
  }

  private pack(index: number, step: WireStep): void {
    const from = this.ends[index] ?? 0;
    this.waits[index] = step.after;
    this.ends[index + 1] = from;
    if (step.do !== 'write') {
      this.acts.set(index, step);
      return;
    }
    this.counts[index] = step.tokens;
    if (step.part === 'terminator') this.terminators.add(index);
    this.ends[index + 1] = from + writeFrame(this.bytes, step.text, from);
  }
}

function writeFrame(bytes: Buffer, text: string, at: number): number {
  const length = Buffer.byteLength(text);
  // An empty chunk would end the message.
  if (length === 0) return 0;
  const frame = length.toString(16) + BREAK + text + BREAK;
  return bytes.write(frame, at, length === text.length ? 'latin1' : 'utf8');
}

function sizeOf(plan: WirePlan): number {
  let size = 0;
  for (const step of plan) {
    if (step.do !== 'write') continue;
    const length = Buffer.byteLength(step.text);
    if (length > 0) size += length.toString(16).length + length + 2 * BREAK.length;
  }
  return size;
}
