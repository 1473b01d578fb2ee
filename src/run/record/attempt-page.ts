import type { AttemptRow } from '../../model/event.js';
import { nameTable } from './names.js';
import { numberJson, PAGE_ROWS, timeJson, type Page } from './page.js';

export function attemptPage(rows: number = PAGE_ROWS): Page<AttemptRow> {
  return new AttemptPage(rows);
}

const NUMBERS = 8;
const TIMES = 4;
const NAMES = 4;

class AttemptPage implements Page<AttemptRow> {
  length = 0;
  private readonly names = nameTable();
  private readonly rows: number;
  /** id, inbound, call, ordinal, status, tokensIn, tokensOut, retryCount. */
  private readonly numbers: Float64Array;
  /** started, ended, retryAfter, firstToken. */
  private readonly times: Float64Array;
  /** upstream, endedBy, outcome, model. */
  private readonly named: Uint32Array;
  private readonly also: (readonly number[])[] = [];
  private readonly faults: (readonly string[])[] = [];

  constructor(rows: number) {
    this.rows = rows;
    this.numbers = new Float64Array(rows * NUMBERS);
    this.times = new Float64Array(rows * TIMES);
    this.named = new Uint32Array(rows * NAMES);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: AttemptRow): void {
    const index = this.length;
    this.length += 1;
    const number = index * NUMBERS;
    this.numbers[number] = row.id;
    this.numbers[number + 1] = row.inbound ?? Number.NaN;
    this.numbers[number + 2] = row.call;
    this.numbers[number + 3] = row.ordinal;
    this.numbers[number + 4] = row.status ?? Number.NaN;
    this.numbers[number + 5] = row.tokensIn;
    this.numbers[number + 6] = row.tokensOut;
    this.numbers[number + 7] = row.retryCount ?? Number.NaN;
    const time = index * TIMES;
    this.times[time] = row.started;
    this.times[time + 1] = row.ended;
    this.times[time + 2] = row.retryAfter ?? Number.NaN;
    this.times[time + 3] = row.firstToken ?? Number.NaN;
    const name = index * NAMES;
    this.named[name] = this.names.idOf(row.upstream);
    this.named[name + 1] = this.names.idOf(row.endedBy);
    this.named[name + 2] = this.names.idOf(row.outcome);
    this.named[name + 3] = this.names.idOf(row.model);
    this.also[index] = row.also;
    this.faults[index] = row.faults;
  }

  line(index: number): string {
    const number = (offset: number): string => numberJson(this.numbers[index * NUMBERS + offset]);
    const time = (offset: number): string => timeJson(this.times[index * TIMES + offset]);
    const name = (offset: number): string => this.names.jsonOf(this.named[index * NAMES + offset] ?? 0);
    return (
      `{"kind":"attempt","id":${number(0)},"inbound":${number(1)},"also":${listJson(this.also[index])}` +
      `,"call":${number(2)},"upstream":${name(0)},"ordinal":${number(3)},"started":${time(0)}` +
      `,"ended":${time(1)},"endedBy":${name(1)},"outcome":${name(2)},"status":${number(4)}` +
      `,"faults":${listJson(this.faults[index])},"retryAfter":${time(2)},"model":${name(3)}` +
      `,"tokensIn":${number(5)},"tokensOut":${number(6)},"firstToken":${time(3)}` +
      `,"retryCount":${number(7)}}\n`
    );
  }

  clear(): void {
    this.length = 0;
    this.names.clear();
    this.also.length = 0;
    this.faults.length = 0;
  }
}

function listJson(list: readonly (number | string)[] | undefined): string {
  return list === undefined || list.length === 0 ? '[]' : JSON.stringify(list);
}
