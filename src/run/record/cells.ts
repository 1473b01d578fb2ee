/** Columns of numbers side by side, in 32 or 16 bits each. What doesn't fit, such as 6 GB, stands beside them. */
export class Cells {
  private readonly cells: Int32Array | Int16Array;
  private readonly width: number;
  private readonly none: number;
  private readonly elsewhere: number;
  private readonly beside = new Map<number, number>();

  constructor(rows: number, width: number, bits: 32 | 16 = 32) {
    this.cells = bits === 32 ? new Int32Array(rows * width) : new Int16Array(rows * width);
    this.width = width;
    this.none = -(2 ** (bits - 1));
    this.elsewhere = this.none + 1;
  }

  put(row: number, column: number, value: number | null): void {
    const place = row * this.width + column;
    if (value === null) this.cells[place] = this.none;
    else if (Number.isInteger(value) && Math.abs(value) < -this.elsewhere) this.cells[place] = value;
    else {
      this.cells[place] = this.elsewhere;
      this.beside.set(place, value);
    }
  }

  get(row: number, column: number): number | null {
    const place = row * this.width + column;
    const cell = this.cells[place] ?? this.none;
    if (cell > this.elsewhere) return cell;
    return cell === this.none ? null : (this.beside.get(place) ?? null);
  }

  clear(): void {
    this.beside.clear();
  }
}
