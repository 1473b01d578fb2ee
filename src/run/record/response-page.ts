import type { Branch } from '../../kit/branch.js';
import type { ResponseClass, ResponseEnd, ResponseRow } from '../../model/event.js';
import { Cells } from './cells.js';
import { markOf } from './line-forms.js';
import type { LineNumbers, Slot } from './line-numbers.js';
import { microsOf, msOf, PAGE_ROWS, timeJson, type Page } from './page.js';
import { Shapes } from './shapes.js';

export function responsePage(rows: number = PAGE_ROWS): Page<ResponseRow> {
  return new ResponsePage(rows);
}

const INBOUND = 0;
const DUE = 1;
const SENT = 2;
const FIRST_BYTE = 3;
const FIRST_CONTENT = 4;
const ENDED = 5;
const BYTES = 6;
const COLUMNS = 7;

/** What each column has in a line, and then the age, which is none: few rows have one. */
const SLOTS: readonly Slot[] = ['whole', 'time', 'time?', 'time?', 'time?', 'time', 'whole', 'time?'];
const AGE = COLUMNS;

type Shape = Pick<
  ResponseRow,
  'journey' | 'phase' | 'end' | 'status' | 'class' | 'from' | 'marked' | 'cohort'
>;

class ResponsePage implements Page<ResponseRow> {
  length = 0;
  readonly slots = SLOTS;
  readonly cells: Cells;
  readonly shapes = new Shapes(piecesOf);
  readonly shapeIds: Uint16Array;
  /** What few rows have. */
  readonly ages = new Map<number, number>();
  readonly whys = new Map<number, string>();
  /** Microseconds, from which the times of the page are counted. */
  base = 0;
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
    this.cells = new Cells(rows, COLUMNS);
    this.shapeIds = new Uint16Array(rows);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: ResponseRow): void {
    const { cells, length: index } = this;
    this.length += 1;
    if (index === 0) this.base = microsOf(row.ended, 0) ?? 0;
    const { base } = this;
    cells.put(index, INBOUND, row.inbound);
    cells.put(index, DUE, microsOf(row.due, base));
    cells.put(index, SENT, microsOf(row.sent, base));
    cells.put(index, FIRST_BYTE, microsOf(row.firstByte, base));
    cells.put(index, FIRST_CONTENT, microsOf(row.firstContent, base));
    cells.put(index, ENDED, microsOf(row.ended, base));
    cells.put(index, BYTES, row.bytes);
    const leaf = leafOf(this.shapes.root, row);
    this.shapeIds[index] = leaf.id < 0 ? this.shapes.add(leaf, shapeOf(row)) : leaf.id;
    if (row.age !== null) this.ages.set(index, row.age);
    if (row.why !== null) this.whys.set(index, row.why);
  }

  putLike(like: number, numbers: LineNumbers): void {
    const { cells, base, length: index } = this;
    this.length += 1;
    cells.put(index, INBOUND, numbers.get(INBOUND));
    for (let time = DUE; time <= ENDED; time += 1) cells.put(index, time, numbers.since(time, base));
    cells.put(index, BYTES, numbers.get(BYTES));
    this.shapeIds[index] = this.shapeIds[like] ?? 0;
    const age = msOf(numbers.get(AGE), 0);
    if (age !== null) this.ages.set(index, age);
    const why = this.whys.get(like);
    if (why !== undefined) this.whys.set(index, why);
  }

  at(index: number): ResponseRow {
    return new PagedResponse(this, index);
  }

  line(index: number): string {
    return this.text(index, (slot) => this.number(index, slot));
  }

  form(index: number): string {
    return this.text(index, markOf);
  }

  clear(): void {
    this.length = 0;
    this.cells.clear();
    this.shapes.clear();
    this.ages.clear();
    this.whys.clear();
  }

  private text(index: number, number: (slot: number) => string): string {
    const [journey = '', end = '', marked = '', cohort = ''] = this.shapes.piecesAt(this.shapeIds[index]);
    return (
      `{"kind":"response","inbound":${number(INBOUND)}${journey},"due":${number(DUE)}` +
      `,"sent":${number(SENT)},"firstByte":${number(FIRST_BYTE)},"firstContent":${number(FIRST_CONTENT)}` +
      `,"ended":${number(ENDED)}${end},"bytes":${number(BYTES)}${marked}` +
      `,"age":${number(AGE)},"why":${JSON.stringify(this.whys.get(index) ?? null)}${cohort}}\n`
    );
  }

  private number(index: number, slot: number): string {
    if (slot === AGE) return timeJson(microsOf(this.ages.get(index) ?? null, 0), 0);
    const cell = this.cells.get(index, slot);
    return slot === INBOUND || slot === BYTES ? String(cell) : timeJson(cell, this.base);
  }
}

function leafOf(root: Branch, row: ResponseRow): Branch {
  const told = root.to(row.phase).to(row.journey).to(row.cohort).to(row.marked);
  return told.to(row.end).to(row.status).to(row.class).to(row.from);
}

function shapeOf({ journey, phase, end, status, class: got, from, marked, cohort }: ResponseRow): Shape {
  return { journey, phase, end, status, class: got, from, marked, cohort };
}

function piecesOf(shape: Shape): readonly string[] {
  const json = JSON.stringify;
  return [
    `,"journey":${json(shape.journey)},"phase":${json(shape.phase)}`,
    `,"end":${json(shape.end)},"status":${json(shape.status)},"class":${json(shape.class)},"from":${json(shape.from)}`,
    `,"marked":${json(shape.marked)}`,
    `,"cohort":${json(shape.cohort)}`,
  ];
}

class PagedResponse implements ResponseRow {
  private readonly page: ResponsePage;
  private readonly index: number;

  constructor(page: ResponsePage, index: number) {
    this.page = page;
    this.index = index;
  }

  get kind(): 'response' {
    return 'response';
  }
  get inbound(): number {
    return this.page.cells.get(this.index, INBOUND) ?? 0;
  }
  get journey(): string {
    return this.shape.journey;
  }
  get phase(): string {
    return this.shape.phase;
  }
  get due(): number {
    return this.time(DUE) ?? 0;
  }
  get sent(): number | null {
    return this.time(SENT);
  }
  get firstByte(): number | null {
    return this.time(FIRST_BYTE);
  }
  get firstContent(): number | null {
    return this.time(FIRST_CONTENT);
  }
  get ended(): number {
    return this.time(ENDED) ?? 0;
  }
  get end(): ResponseEnd {
    return this.shape.end;
  }
  get status(): number | null {
    return this.shape.status;
  }
  get class(): ResponseClass {
    return this.shape.class;
  }
  get from(): string | null {
    return this.shape.from;
  }
  get bytes(): number {
    return this.page.cells.get(this.index, BYTES) ?? 0;
  }
  get marked(): boolean {
    return this.shape.marked;
  }
  get age(): number | null {
    return this.page.ages.get(this.index) ?? null;
  }
  get why(): string | null {
    return this.page.whys.get(this.index) ?? null;
  }
  get cohort(): string | null {
    return this.shape.cohort;
  }

  /** For whoever writes it down: getters are no fields. */
  toJSON(): unknown {
    return JSON.parse(this.page.line(this.index));
  }

  private get shape(): Shape {
    return this.page.shapes.at(this.page.shapeIds[this.index]);
  }

  private time(column: number): number | null {
    return msOf(this.page.cells.get(this.index, column), this.page.base);
  }
}
