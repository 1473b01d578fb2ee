import type { Millis } from '../../model/units.js';

export interface Due {
  due: Millis;
}

/** A binary heap: whatever is due first comes out first, ten thousand streams or one. */
export class DueQueue<T extends Due> {
  private readonly heap: T[] = [];

  get size(): number {
    return this.heap.length;
  }

  first(): T | undefined {
    return this.heap[0];
  }

  add(entry: T): void {
    const { heap } = this;
    let place = heap.length;
    heap.push(entry);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent];
      if (above === undefined || above.due <= entry.due) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = entry;
  }

  take(): T | undefined {
    const { heap } = this;
    const first = heap[0];
    const last = heap.pop();
    if (last !== undefined && heap.length > 0) this.sink(last);
    return first;
  }

  clear(): void {
    this.heap.length = 0;
  }

  private sink(entry: T): void {
    const { heap } = this;
    let place = 0;
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
      place = below;
    }
    heap[place] = entry;
  }
}
