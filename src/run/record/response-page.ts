import type { ResponseRow } from '../../model/event.js';
import { nameTable } from './names.js';
import { numberJson, PAGE_ROWS, timeJson, type Page } from './page.js';

export function responsePage(rows: number = PAGE_ROWS): Page<ResponseRow> {
  return new ResponsePage(rows);
}

const TIMES = 6;
const NAMES = 6;

class ResponsePage implements Page<ResponseRow> {
  length = 0;
  private readonly names = nameTable();
  private readonly rows: number;
  private readonly inbound: Float64Array;
  /** due, sent, firstByte, firstContent, ended, age: side by side, as they are read and written. */
  private readonly times: Float64Array;
  private readonly bytes: Float64Array;
  private readonly status: Float64Array;
  private readonly marked: Uint8Array;
  /** journey, phase, end, class, from, cohort. */
  private readonly named: Uint32Array;
  private readonly why: (string | null)[] = [];

  constructor(rows: number) {
    this.rows = rows;
    this.inbound = new Float64Array(rows);
    this.times = new Float64Array(rows * TIMES);
    this.bytes = new Float64Array(rows);
    this.status = new Float64Array(rows);
    this.marked = new Uint8Array(rows);
    this.named = new Uint32Array(rows * NAMES);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: ResponseRow): void {
    const index = this.length;
    this.length += 1;
    this.inbound[index] = row.inbound;
    const time = index * TIMES;
    this.times[time] = row.due;
    this.times[time + 1] = row.sent ?? Number.NaN;
    this.times[time + 2] = row.firstByte ?? Number.NaN;
    this.times[time + 3] = row.firstContent ?? Number.NaN;
    this.times[time + 4] = row.ended;
    this.times[time + 5] = row.age ?? Number.NaN;
    this.bytes[index] = row.bytes;
    this.status[index] = row.status ?? Number.NaN;
    this.marked[index] = row.marked ? 1 : 0;
    this.putNames(index * NAMES, row);
    this.why[index] = row.why;
  }

  line(index: number): string {
    const time = (offset: number): string => timeJson(this.times[index * TIMES + offset]);
    const name = (offset: number): string => this.names.jsonOf(this.named[index * NAMES + offset] ?? 0);
    const why = this.why[index] ?? null;
    return (
      `{"kind":"response","inbound":${numberJson(this.inbound[index])},"journey":${name(0)}` +
      `,"phase":${name(1)},"due":${time(0)},"sent":${time(1)},"firstByte":${time(2)}` +
      `,"firstContent":${time(3)},"ended":${time(4)},"end":${name(2)}` +
      `,"status":${numberJson(this.status[index])},"class":${name(3)},"from":${name(4)}` +
      `,"bytes":${numberJson(this.bytes[index])},"marked":${this.marked[index] === 1}` +
      `,"age":${time(5)},"why":${why === null ? 'null' : JSON.stringify(why)},"cohort":${name(5)}}\n`
    );
  }

  clear(): void {
    this.length = 0;
    this.names.clear();
    this.why.length = 0;
  }

  private putNames(at: number, row: ResponseRow): void {
    this.named[at] = this.names.idOf(row.journey);
    this.named[at + 1] = this.names.idOf(row.phase);
    this.named[at + 2] = this.names.idOf(row.end);
    this.named[at + 3] = this.names.idOf(row.class);
    this.named[at + 4] = this.names.idOf(row.from);
    this.named[at + 5] = this.names.idOf(row.cohort);
  }
}
