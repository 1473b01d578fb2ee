/** The numbers of a line, read from its bytes as our pages write them. One that is written otherwise is none. */

/** What stands in a place of a line: times have up to three decimals, `?` may be null. */
export type Slot = 'whole' | 'whole?' | 'time' | 'time?';

/** Where no number ends. */
export const NOWHERE = -1;

/** More than these would not be exact, in microseconds for a time. */
const WHOLE_DIGITS = 15;
const TIME_DIGITS = 12;

const [ZERO, NINE, DOT] = [0x30, 0x39, 0x2e];
const [N, U, L] = [0x6e, 0x75, 0x6c];
/** No number of ours that is read is below zero. */
const NULL = -1;

export class LineNumbers {
  private readonly values: Float64Array;
  private readonly areTimes: readonly boolean[];
  private readonly mayBeNull: readonly boolean[];

  constructor(slots: readonly Slot[]) {
    this.values = new Float64Array(slots.length);
    this.areTimes = slots.map((slot) => slot.startsWith('time'));
    this.mayBeNull = slots.map((slot) => slot.endsWith('?'));
  }

  /** A whole number, or whole microseconds. */
  get(slot: number): number | null {
    const value = this.values[slot] ?? NULL;
    return value === NULL ? null : value;
  }

  /** Microseconds from a moment, as cells hold them. */
  since(slot: number, from: number): number | null {
    const value = this.values[slot] ?? NULL;
    return value === NULL ? null : value - from;
  }

  /** Takes the number that begins there, and says where it ends. */
  read(bytes: Uint8Array, start: number, slot: number): number {
    let value = 0;
    let at = start;
    for (let byte = bytes[at] ?? 0; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? 0) {
      value = value * 10 + byte - ZERO;
      at += 1;
    }
    const isTime = this.areTimes[slot] === true;
    if (at === start) return this.readNull(bytes, start, slot);
    if (at - start > (isTime ? TIME_DIGITS : WHOLE_DIGITS)) return NOWHERE;
    if (bytes[start] === ZERO && at - start > 1) return NOWHERE;
    this.values[slot] = isTime ? value * 1_000 : value;
    return isTime && bytes[at] === DOT ? this.readMicros(bytes, at + 1, slot) : at;
  }

  private readMicros(bytes: Uint8Array, start: number, slot: number): number {
    let micros = 0;
    let at = start;
    for (let worth = 100; worth >= 1; worth /= 10) {
      const byte = bytes[at] ?? 0;
      if (byte < ZERO || byte > NINE) break;
      micros += (byte - ZERO) * worth;
      at += 1;
    }
    this.values[slot] = (this.values[slot] ?? 0) + micros;
    return at === start ? NOWHERE : at;
  }

  private readNull(bytes: Uint8Array, at: number, slot: number): number {
    const isNull = bytes[at] === N && bytes[at + 1] === U && bytes[at + 2] === L && bytes[at + 3] === L;
    if (!isNull || this.mayBeNull[slot] !== true) return NOWHERE;
    this.values[slot] = NULL;
    return at + 4;
  }
}
