/** First in, first out, at the same small price however long it gets. */
export class Queue<T> {
  private items: (T | undefined)[] = [];
  private head = 0;

  get length(): number {
    return this.items.length - this.head;
  }

  push(item: T): void {
    this.items.push(item);
  }

  first(): T | undefined {
    return this.items[this.head];
  }

  replaceFirst(item: T): void {
    if (this.length > 0) this.items[this.head] = item;
  }

  shift(): T | undefined {
    const item = this.items[this.head];
    if (this.length === 0) return undefined;
    this.items[this.head] = undefined;
    this.head += 1;
    if (this.head === this.items.length) this.clear();
    else if (this.head >= 1024 && this.head * 2 >= this.items.length) this.compact();
    return item;
  }

  private clear(): void {
    this.items.length = 0;
    this.head = 0;
  }

  private compact(): void {
    this.items = this.items.slice(this.head);
    this.head = 0;
  }
}
