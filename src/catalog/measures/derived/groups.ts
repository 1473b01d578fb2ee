/** What decides which responses count is the same for very many: a number each tells them apart. */
import { Branch } from '../../../kit/branch.js';
import type { List } from '../../../kit/list.js';
import type { ResponseRow } from '../../../model/event.js';

export interface Group {
  readonly phase: string;
  readonly journey: string;
  readonly cohort: string | null;
  readonly isSent: boolean;
}

export class Groups {
  private readonly groups: Group[] = [];
  private readonly numbers: Uint16Array;

  constructor(responses: List<ResponseRow>) {
    const root = new Branch();
    this.numbers = new Uint16Array(responses.length);
    let place = 0;
    for (const row of responses) {
      this.numbers[place] = this.numberOf(root, row);
      place += 1;
    }
  }

  /** Asked of each group once; what comes of it is asked by place. */
  which(takes: (group: Group) => boolean): (place: number) => boolean {
    const taken = Uint8Array.from(this.groups, (group) => (takes(group) ? 1 : 0));
    const { numbers } = this;
    return (place) => taken[numbers[place] ?? -1] === 1;
  }

  private numberOf(root: Branch, { phase, journey, cohort, end }: ResponseRow): number {
    const isSent = end !== 'unsent';
    const leaf = root.to(phase).to(journey).to(cohort).to(isSent);
    if (leaf.id < 0) leaf.id = this.groups.push({ phase, journey, cohort, isSent }) - 1;
    return leaf.id;
  }
}
