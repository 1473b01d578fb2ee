/** Turns each inbound that is over into its row: what was seen is judged by the response alone. */
import { cohortOf } from '../../catalog/arrivals/cohort.js';
import { questionOf } from '../../catalog/arrivals/draw.js';
import { pollAddress } from '../../catalog/answers/poll-place.js';
import { classify } from '../../catalog/answers/classify.js';
import type { Observed } from '../../catalog/answers/observed.js';
import type { FindMinted } from '../../model/minted.js';
import type { Plan } from '../../model/plan.js';
import type { ResponseRow } from '../../model/event.js';
import type { Millis } from '../../model/units.js';
import type { OpenInbounds } from '../contract.js';
import type { Followed, Follower } from './follow.js';
import type { EndedVisit } from './visit.js';

export interface RecorderOptions {
  readonly plan: Plan;
  readonly inbounds: OpenInbounds;
  readonly findMinted: FindMinted;
  readonly follower: Pick<Follower, 'follow'>;
  onResponse(row: ResponseRow): void;
}

export class Recorder {
  private readonly options: RecorderOptions;

  constructor(options: RecorderOptions) {
    this.options = options;
  }

  /** Work that was put off is followed first. */
  record(visit: EndedVisit): Promise<void> | undefined {
    const { queued } = visit.journey;
    if (queued === null || visit.end !== 'complete' || visit.reading.status !== queued.status) {
      this.write(visit, NOT_QUEUED);
      return undefined;
    }
    const place = pollAddress(queued.poll, visit.reading);
    return this.options.follower
      .follow(place, queued, visit.due)
      .then((followed) => this.write(visit, followed));
  }

  private write(visit: EndedVisit, followed: Followed): void {
    const { plan, inbounds, findMinted } = this.options;
    const { inbound, journey, question, due, sent, ended, end, reading } = visit;
    inbounds.ended(inbound, followed.at ?? ended);
    const judged = classify({
      journey,
      observed: observed(visit, followed),
      inbound,
      primary: plan.upstreams[0]?.name ?? '',
      findMinted,
      sameQuestion: (other) => questionOf(plan, other).token === question.token,
    });
    // Of work that was put off: when its answer was there, or, where that was late, its acknowledgement.
    const isOver = followed.state === 'done' || followed.state === 'failed';
    const cameAt = isOver && judged.class !== 'queued' ? followed.at : null;
    this.options.onResponse({
      kind: 'response',
      inbound,
      journey: journey.name,
      phase: phaseAt(plan, due),
      due,
      sent,
      firstByte: reading.firstByte,
      firstContent: cameAt ?? reading.firstContent,
      ended: cameAt ?? ended,
      end,
      status: reading.status,
      class: judged.class,
      from: judged.from,
      bytes: reading.bytes,
      marked: judged.marked,
      age: judged.age,
      why: judged.why,
      cohort: cohortOf(plan, inbound)?.id ?? null,
    });
  }
}

const NOT_QUEUED: Followed = { state: 'none', at: null, answer: null };

// Written out: spreading so many fields costs more than all the rest of a row.
function observed({ due, ended, end, reading }: EndedVisit, followed: Followed): Observed {
  const { body, text, json } = followed.answer ?? reading;
  return {
    status: reading.status,
    headers: reading.headers,
    end,
    body,
    capped: reading.capped,
    text,
    json,
    streamDone: reading.streamDone,
    streamError: reading.streamError,
    events: reading.events,
    queued: followed.state,
    due,
    ended: followed.at ?? ended,
  };
}

/** The phase of a due time; what is due at the very end belongs to the last one. */
export function phaseAt(plan: Pick<Plan, 'phases'>, due: Millis): string {
  const phase = plan.phases.find((each) => due < each.closes) ?? plan.phases.at(-1);
  return phase?.name ?? '';
}
