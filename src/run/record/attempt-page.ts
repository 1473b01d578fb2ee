import type { Branch } from '../../kit/branch.js';
import type { AttemptOutcome, AttemptRow } from '../../model/event.js';
import { Cells } from './cells.js';
import { markOf } from './line-forms.js';
import type { LineNumbers, Slot } from './line-numbers.js';
import { microsOf, msOf, PAGE_ROWS, timeJson, type Page } from './page.js';
import { Shapes } from './shapes.js';

export function attemptPage(rows: number = PAGE_ROWS): Page<AttemptRow> {
  return new AttemptPage(rows);
}

const ID = 0;
const INBOUND = 1;
const CALL = 2;
const STARTED = 3;
const ENDED = 4;
const FIRST_TOKEN = 5;
const COLUMNS = 6;

const IN = 0;
const OUT = 1;

/** What each column has in a line, those of the tokens last. */
const SLOTS: readonly Slot[] = ['whole', 'whole?', 'whole', 'time', 'time', 'time?', 'whole', 'whole'];

const NOBODY: readonly number[] = [];

type Shape = Pick<AttemptRow, 'upstream' | 'ordinal' | 'endedBy' | 'outcome' | 'status'> &
  Pick<AttemptRow, 'faults' | 'retryAfter' | 'model' | 'retryCount' | 'body' | 'gateway'>;

class AttemptPage implements Page<AttemptRow> {
  length = 0;
  readonly slots = SLOTS;
  readonly cells: Cells;
  readonly tokens: Cells;
  readonly shapes = new Shapes(piecesOf);
  readonly shapeIds: Uint16Array;
  /** Few have any. */
  readonly also = new Map<number, readonly number[]>();
  /** Microseconds, from which the times of the page are counted. */
  base = 0;
  private readonly rows: number;

  constructor(rows: number) {
    this.rows = rows;
    this.cells = new Cells(rows, COLUMNS);
    this.tokens = new Cells(rows, 2, 16);
    this.shapeIds = new Uint16Array(rows);
  }

  get isFull(): boolean {
    return this.length >= this.rows;
  }

  put(row: AttemptRow): void {
    const { cells, tokens, length: index } = this;
    this.length += 1;
    if (index === 0) this.base = microsOf(row.ended, 0) ?? 0;
    const { base } = this;
    cells.put(index, ID, row.id);
    cells.put(index, INBOUND, row.inbound);
    cells.put(index, CALL, row.call);
    cells.put(index, STARTED, microsOf(row.started, base));
    cells.put(index, ENDED, microsOf(row.ended, base));
    cells.put(index, FIRST_TOKEN, microsOf(row.firstToken, base));
    tokens.put(index, IN, row.tokensIn);
    tokens.put(index, OUT, row.tokensOut);
    const leaf = leafOf(this.shapes.root, row);
    this.shapeIds[index] = leaf.id < 0 ? this.shapes.add(leaf, shapeOf(row)) : leaf.id;
    if (row.also.length > 0) this.also.set(index, row.also);
  }

  putLike(like: number, numbers: LineNumbers): void {
    const { cells, tokens, base, length: index } = this;
    this.length += 1;
    cells.put(index, ID, numbers.get(ID));
    cells.put(index, INBOUND, numbers.get(INBOUND));
    cells.put(index, CALL, numbers.get(CALL));
    cells.put(index, STARTED, numbers.since(STARTED, base));
    cells.put(index, ENDED, numbers.since(ENDED, base));
    cells.put(index, FIRST_TOKEN, numbers.since(FIRST_TOKEN, base));
    tokens.put(index, IN, numbers.get(COLUMNS + IN));
    tokens.put(index, OUT, numbers.get(COLUMNS + OUT));
    this.shapeIds[index] = this.shapeIds[like] ?? 0;
    const also = this.also.get(like);
    if (also !== undefined) this.also.set(index, also);
  }

  at(index: number): AttemptRow {
    return new PagedAttempt(this, index);
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
    this.tokens.clear();
    this.shapes.clear();
    this.also.clear();
  }

  private text(index: number, number: (slot: number) => string): string {
    const [upstream = '', by = '', count = ''] = this.shapes.piecesAt(this.shapeIds[index]);
    const also = this.also.get(index);
    return (
      `{"kind":"attempt","id":${number(ID)},"inbound":${number(INBOUND)}` +
      `,"also":${also === undefined ? '[]' : JSON.stringify(also)},"call":${number(CALL)}${upstream}` +
      `,"started":${number(STARTED)},"ended":${number(ENDED)}${by}` +
      `,"tokensIn":${number(COLUMNS + IN)},"tokensOut":${number(COLUMNS + OUT)}` +
      `,"firstToken":${number(FIRST_TOKEN)}${count}}\n`
    );
  }

  private number(index: number, slot: number): string {
    if (slot >= COLUMNS) return String(this.tokens.get(index, slot - COLUMNS));
    const cell = this.cells.get(index, slot);
    return slot < STARTED ? String(cell) : timeJson(cell, this.base);
  }
}

function leafOf(root: Branch, row: AttemptRow): Branch {
  let told = root.to(row.upstream).to(row.model).to(row.endedBy).to(row.outcome).to(row.status);
  told = told.to(row.ordinal).to(row.retryCount).to(row.body).to(row.gateway).to(row.retryAfter);
  told = told.to(row.faults.length);
  for (const fault of row.faults) told = told.to(fault);
  return told;
}

function shapeOf(row: AttemptRow): Shape {
  const { upstream, ordinal, endedBy, outcome, status, faults, retryAfter, model } = row;
  const { retryCount, body, gateway } = row;
  return {
    upstream,
    ordinal,
    endedBy,
    outcome,
    status,
    faults,
    retryAfter,
    model,
    retryCount,
    body,
    gateway,
  };
}

function piecesOf(shape: Shape): readonly string[] {
  const json = JSON.stringify;
  const retryAfter = timeJson(microsOf(shape.retryAfter, 0), 0);
  return [
    `,"upstream":${json(shape.upstream)},"ordinal":${json(shape.ordinal)}`,
    `,"endedBy":${json(shape.endedBy)},"outcome":${json(shape.outcome)},"status":${json(shape.status)}` +
      `,"faults":${json(shape.faults)},"retryAfter":${retryAfter},"model":${json(shape.model)}`,
    `,"retryCount":${json(shape.retryCount)},"body":${json(shape.body)},"gateway":${json(shape.gateway)}`,
  ];
}

class PagedAttempt implements AttemptRow {
  private readonly page: AttemptPage;
  private readonly index: number;

  constructor(page: AttemptPage, index: number) {
    this.page = page;
    this.index = index;
  }

  get kind(): 'attempt' {
    return 'attempt';
  }
  get id(): number {
    return this.page.cells.get(this.index, ID) ?? 0;
  }
  get inbound(): number | null {
    return this.page.cells.get(this.index, INBOUND);
  }
  get also(): readonly number[] {
    return this.page.also.get(this.index) ?? NOBODY;
  }
  get call(): number {
    return this.page.cells.get(this.index, CALL) ?? 0;
  }
  get upstream(): string {
    return this.shape.upstream;
  }
  get ordinal(): number {
    return this.shape.ordinal;
  }
  get started(): number {
    return this.time(STARTED) ?? 0;
  }
  get ended(): number {
    return this.time(ENDED) ?? 0;
  }
  get endedBy(): AttemptRow['endedBy'] {
    return this.shape.endedBy;
  }
  get outcome(): AttemptOutcome {
    return this.shape.outcome;
  }
  get status(): number | null {
    return this.shape.status;
  }
  get faults(): readonly string[] {
    return this.shape.faults;
  }
  get retryAfter(): number | null {
    return this.shape.retryAfter;
  }
  get model(): string {
    return this.shape.model;
  }
  get tokensIn(): number {
    return this.page.tokens.get(this.index, IN) ?? 0;
  }
  get tokensOut(): number {
    return this.page.tokens.get(this.index, OUT) ?? 0;
  }
  get firstToken(): number | null {
    return this.time(FIRST_TOKEN);
  }
  get retryCount(): number | null {
    return this.shape.retryCount;
  }
  get body(): number | null {
    return this.shape.body;
  }
  get gateway(): string | null {
    return this.shape.gateway;
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
