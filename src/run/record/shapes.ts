/**
 * What many rows have in common, kept once: status, outcome, names. A tree leads from one value to the
 * next and ends in the number that a row is left with. Each page has its own, since a subject may invent a
 * model's name for every call.
 */
import { Branch } from '../../kit/branch.js';
import { invariant } from '../../kit/invariant.js';

export class Shapes<Shape> {
  readonly root = new Branch();
  private readonly shapes: Shape[] = [];
  /** Pieces of the line between what each row has of its own; made when the first such row is written. */
  private readonly pieces: (readonly string[])[] = [];
  private readonly piecesOf: (shape: Shape) => readonly string[];

  constructor(piecesOf: (shape: Shape) => readonly string[]) {
    this.piecesOf = piecesOf;
  }

  at(id: number | undefined): Shape {
    const shape = this.shapes[id ?? -1];
    invariant(shape !== undefined, 'a row has a shape of its page');
    return shape;
  }

  piecesAt(id: number | undefined): readonly string[] {
    return (this.pieces[id ?? -1] ??= this.piecesOf(this.at(id)));
  }

  add(leaf: Branch, shape: Shape): number {
    leaf.id = this.shapes.push(shape) - 1;
    return leaf.id;
  }

  clear(): void {
    this.root.clear();
    this.shapes.length = 0;
    this.pieces.length = 0;
  }
}
