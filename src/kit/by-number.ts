/** Places that belong to numbers which mostly follow each other: four bytes for each, where a Map takes forty. */
export class ByNumber {
  /** One more than the place, so that 0 is none. */
  private readonly stretches = new Map<number, Int32Array>();

  get(number: number): number | undefined {
    const at = Math.floor(number / STRETCH);
    const found = this.stretches.get(at)?.[number - at * STRETCH] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  set(number: number, place: number): void {
    const at = Math.floor(number / STRETCH);
    let stretch = this.stretches.get(at);
    if (stretch === undefined) this.stretches.set(at, (stretch = new Int32Array(STRETCH)));
    stretch[number - at * STRETCH] = place + 1;
  }
}

const STRETCH = 1_024;
