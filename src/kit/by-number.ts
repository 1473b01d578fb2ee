/** What belongs to numbers that mostly follow each other: much smaller, and nearer together, than a Map. */
export class ByNumber<T> {
  private readonly stretches = new Map<number, (T | undefined)[]>();

  get(number: number): T | undefined {
    return this.stretches.get(Math.floor(number / STRETCH))?.[number % STRETCH];
  }

  set(number: number, value: T): void {
    const at = Math.floor(number / STRETCH);
    let stretch = this.stretches.get(at);
    if (stretch === undefined) this.stretches.set(at, (stretch = new Array<T | undefined>(STRETCH)));
    stretch[number % STRETCH] = value;
  }
}

const STRETCH = 1_024;
