/**
 * A tree that leads from one value to the next and ends in a number: what many rows have in common is told
 * apart that way. Nearly always the same value comes again, so the first one needs no Map.
 */
export type Value = string | number | boolean | null;

export class Branch {
  /** Below zero where nothing has ended here yet. */
  id = -1;
  private value: Value | undefined = undefined;
  private next: Branch | undefined = undefined;
  private others: Map<Value, Branch> | undefined = undefined;

  to(value: Value): Branch {
    if (this.value === value && this.next !== undefined) return this.next;
    if (this.next === undefined) {
      this.value = value;
      return (this.next = new Branch());
    }
    this.others ??= new Map();
    let other = this.others.get(value);
    if (other === undefined) this.others.set(value, (other = new Branch()));
    return other;
  }

  clear(): void {
    this.value = undefined;
    this.next = undefined;
    this.others = undefined;
  }
}
