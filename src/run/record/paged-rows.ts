/** Rows that are read back: a list as any other, which makes a row that looks its fields up when it is asked for one. */
import { invariant } from '../../kit/invariant.js';
import { Sequence } from '../../kit/list.js';
import { LineForms } from './line-forms.js';
import { NOWHERE } from './line-numbers.js';
import type { Page } from './page.js';

export class PagedRows<Row> extends Sequence<Row> {
  length = 0;
  private readonly pages: Page<Row>[] = [];
  /** Of the last page. */
  private forms = new LineForms([]);
  private tries = 0;
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

  /** The line that it was read from, its end included, shows how others of its form are read. */
  put(row: Row, line = ''): void {
    const page = this.open();
    page.put(row);
    this.length += 1;
    if (line === '' || this.tries === MOST_TRIES) return;
    this.tries += 1;
    const index = page.length - 1;
    // One that we'd write otherwise says nothing of those that we did write.
    if (page.line(index) === line) this.forms.add(page.form(index), index);
  }

  /** Puts the row of a line that has the form of an earlier one, and says where the next begins: nowhere, if it hasn't. */
  putLine(bytes: Uint8Array, start: number): number {
    const page = this.pages.at(-1);
    if (page === undefined || page.isFull) return NOWHERE;
    const end = this.forms.read(bytes, start);
    if (end === NOWHERE) return NOWHERE;
    page.putLike(this.forms.like, this.forms.numbers);
    this.length += 1;
    return end;
  }

  entry(index: number): Row {
    const page = this.pages[index >>> this.bits];
    invariant(page !== undefined, 'all rows before the last one have a page');
    return page.at(index & this.mask);
  }

  private open(): Page<Row> {
    const last = this.pages.at(-1);
    if (last !== undefined && !last.isFull) return last;
    const page = this.newPage(this.mask + 1);
    this.pages.push(page);
    this.forms = new LineForms(page.slots);
    this.tries = 0;
    return page;
  }
}

/** Tables of a page are shared by more rows than those of a run, which writes each second. */
const READ_BITS = 14;
/** Where a subject invents a model's name for every call, each line of a page has a form of its own. */
const MOST_TRIES = 512;
