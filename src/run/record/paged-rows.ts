/** Rows that are read back: a list as any other, which makes a row that looks its fields up when it is asked for one. */
import { invariant } from '../../kit/invariant.js';
import { Sequence } from '../../kit/list.js';
import type { Page } from './page.js';

export class PagedRows<Row> extends Sequence<Row> {
  length = 0;
  private readonly pages: Page<Row>[] = [];
  private readonly newPage: (rows: number) => Page<Row>;
  /** A page holds so many rows, as a power of two. */
  private readonly bits: number;
  private readonly mask: number;

  constructor(newPage: (rows: number) => Page<Row>, bits: number = READ_BITS) {
    super();
    this.newPage = newPage;
    this.bits = bits;
    this.mask = 2 ** bits - 1;
  }

  put(row: Row): void {
    this.open().put(row);
    this.length += 1;
  }

  entry(index: number): Row {
    const page = this.pages[index >>> this.bits];
    invariant(page !== undefined, 'all rows before the last one have a page');
    return page.at(index & this.mask);
  }

  private open(): Page<Row> {
    let page = this.pages.at(-1);
    if (page === undefined || page.isFull) this.pages.push((page = this.newPage(this.mask + 1)));
    return page;
  }
}

/** Tables of a page are shared by more rows than those of a run, which writes each second. */
const READ_BITS = 14;
