/** Whatever is due first comes out first. What lies in it knows its place, so it can be moved or taken out. */
export interface Dated {
  due: number;
  /** Its place in the heap, kept by the heap; -1 while it lies in none. */
  place: number;
}

export class DueHeap<T extends Dated> {
  private readonly heap: T[] = [];

  get size(): number {
    return this.heap.length;
  }

  first(): T | undefined {
    return this.heap[0];
  }

  /** Puts it in, or moves it where it is in already. */
  set(entry: T, due: number): void {
    const isNew = entry.place < 0;
    if (isNew) entry.place = this.heap.push(entry) - 1;
    entry.due = due;
    this.rise(entry);
    if (!isNew) this.sink(entry);
  }

  /** Answers whether it was in. */
  remove(entry: T): boolean {
    const { place } = entry;
    if (place < 0) return false;
    entry.place = -1;
    const last = this.heap.pop();
    if (last === undefined || last === entry) return true;
    last.place = place;
    if (place > 0) this.rise(last);
    this.sink(last);
    return true;
  }

  clear(): void {
    for (const entry of this.heap) entry.place = -1;
    this.heap.length = 0;
  }

  private rise(entry: T): void {
    const { heap } = this;
    let { place } = entry;
    while (place > 0) {
      const up = (place - 1) >> 1;
      const above = heap[up];
      if (above === undefined || above.due <= entry.due) break;
      heap[place] = above;
      above.place = place;
      place = up;
    }
    heap[place] = entry;
    entry.place = place;
  }

  private sink(entry: T): void {
    const { heap } = this;
    let { place } = entry;
    for (;;) {
      let below = 2 * place + 1;
      let child = heap[below];
      if (child === undefined) break;
      const right = heap[below + 1];
      if (right !== undefined && right.due < child.due) {
        child = right;
        below += 1;
      }
      if (entry.due <= child.due) break;
      heap[place] = child;
      child.place = place;
      place = below;
    }
    heap[place] = entry;
    entry.place = place;
  }
}
