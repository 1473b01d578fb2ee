/**
 * A plan, played in virtual time against a modelled app: arrivals and fates are those of a run on real
 * sockets with the same seed. What happens comes out as rows, and nothing else is kept.
 */
import { cohortDue, cohortOf, journeyOfCohort } from '../catalog/arrivals/cohort.js';
import { drawSchedule } from '../catalog/arrivals/draw.js';
import { invariant } from '../kit/invariant.js';
import { randomOf } from '../kit/random.js';
import type { Steps } from '../kit/steps.js';
import type { AttemptRow, ConnectionRow, ResponseRow } from '../model/event.js';
import type { Cohort, Plan } from '../model/plan.js';
import type { RoutedUpstream, WindowFacts } from '../model/record.js';
import type { Millis } from '../model/units.js';
import { responseRow } from './answered.js';
import type { Asked } from './attempt.js';
import { VirtualClock, type Sleeper } from './clock.js';
import { Crowd } from './crowd.js';
import { modelNameFor } from './model-name.js';
import { Front } from './network/front.js';
import type { Policy } from './policy.js';
import { Instance } from './subject.js';
import { ModelUpstream } from './upstream.js';
import { Visit, type VisitWorld } from './visit.js';

export interface Sink {
  response(row: ResponseRow): void;
  attempt(row: AttemptRow): void;
  connection(row: ConnectionRow): void;
}

export interface Simulation {
  readonly plan: Plan;
  readonly policy: Policy;
  /** Of the app, users taking turns. */
  readonly instances: number;
  readonly sink: Sink;
}

export interface Simulated {
  readonly windows: readonly WindowFacts[];
  readonly routing: readonly RoutedUpstream[];
}

/** So much happens in a step: some tenths of a millisecond. */
const STEP = 128;

export function simulationSteps(simulation: Simulation): Steps<Simulated> {
  return new World(simulation).play();
}

class World implements VisitWorld {
  readonly clock = new VirtualClock();
  /** What the app calls. */
  readonly upstreams: readonly Asked[];
  private readonly models: readonly ModelUpstream[];
  private readonly fronts: readonly Front[];
  private readonly simulation: Simulation;
  private readonly instances: readonly Instance[];
  private readonly random;
  private readonly open = new Set<Visit>();
  private readonly proven: string[] = [];
  private readonly crowd: Crowd | null;
  private attempts = 0;
  private calls = 0;

  constructor(simulation: Simulation) {
    const { plan, policy, sink } = simulation;
    this.simulation = simulation;
    this.random = randomOf(plan.seed).at('modelled app');
    this.models = plan.upstreams.map(
      (upstream) =>
        new ModelUpstream({
          seed: plan.seed,
          upstream,
          windows: plan.windows.filter(({ on }) => on === upstream.name),
          clock: this.clock,
          model: modelNameFor(plan, upstream.name),
          nextAttempt: () => (this.attempts += 1),
          onRow: (row) => sink.attempt(row),
        }),
    );
    this.fronts = this.models.flatMap((upstream) => this.frontOf(upstream));
    this.upstreams = this.models.map(
      (upstream) => this.fronts.find(({ name }) => name === upstream.name) ?? upstream,
    );
    this.instances = Array.from(
      { length: simulation.instances },
      (_, index) =>
        new Instance(policy, plan.upstreams.length, this.clock, this.random.at('instance', index)),
    );
    this.crowd = plan.arrivals.kind === 'closed' ? this.crowdOf(plan) : null;
  }

  *play(): Steps<Simulated> {
    const { plan } = this.simulation;
    for (const cohort of plan.cohorts) this.expect(cohort);
    const until = (plan.phases.at(-1)?.closes ?? 0) + plan.limits.drain;
    if (this.crowd === null) yield* this.playArrivals(until);
    else yield* this.playCrowd(until);
    while (this.isMoreDue(until)) yield;
    this.clock.advance(until);
    for (const visit of this.open) visit.censor(until);
    for (const upstream of this.models) upstream.close();
    for (const front of this.fronts) front.close();
    return {
      windows: this.models.flatMap((upstream) => upstream.facts()),
      routing: this.models.map((upstream) => ({
        upstream: upstream.name,
        state: this.proven.includes(upstream.name) ? 'proven' : 'unproven',
        calls: upstream.calls(),
      })),
    };
  }

  nextCall(): number {
    this.calls += 1;
    return this.calls;
  }

  over(visit: Visit, got: Parameters<VisitWorld['over']>[1]): void {
    this.open.delete(visit);
    this.crowd?.told(visit.user.inbound, got.end);
    this.simulation.sink.response(responseRow(visit.user, got));
  }

  acknowledged(visit: Visit): void {
    this.crowd?.told(visit.user.inbound, 'complete');
  }

  /** Users who come at an alarm, such as those of a cohort. */
  arrive(inbound: number, journey: number, due: Millis): void {
    const { plan } = this.simulation;
    const asked = plan.journeys[journey];
    const instance = this.instances[inbound % this.instances.length];
    invariant(asked !== undefined && instance !== undefined, 'a plan has a journey, and an app an instance');
    const cohort = cohortOf(plan, inbound)?.id ?? null;
    const user = { inbound, journey: asked, phase: phaseAt(plan, due), due, cohort };
    const visit = new Visit(user, instance, this, this.random);
    this.open.add(visit);
    visit.begin(due);
  }

  private frontOf(upstream: ModelUpstream): readonly Front[] {
    const { plan, sink } = this.simulation;
    const windows = plan.network.filter(({ on }) => on === upstream.name);
    if (windows.length === 0) return [];
    const onConnection = (row: ConnectionRow): void => sink.connection(row);
    return [new Front({ seed: plan.seed, clock: this.clock, upstream, windows, onConnection })];
  }

  private crowdOf(plan: Plan): Crowd {
    return new Crowd({
      plan,
      clock: this.clock,
      ask: (inbound, journey, due) => this.arrive(inbound, journey, due),
    });
  }

  private *playArrivals(until: Millis): Steps<void> {
    const { plan } = this.simulation;
    const schedule = drawSchedule(plan);
    const firstFault = Math.min(Infinity, ...plan.windows.map(({ opens }) => opens));
    let isBefore = true;
    for (let inbound = 0; inbound < schedule.count; inbound += 1) {
      const due = schedule.dueOf(inbound) / 1000;
      if (isBefore && due >= firstFault) isBefore = this.prove();
      if (inbound % STEP === 0) yield;
      while (this.isMoreDue(Math.min(due, until))) yield;
      this.clock.advance(due);
      this.arrive(inbound, schedule.journeyOf(inbound), due);
    }
    if (isBefore) this.prove();
  }

  private *playCrowd(until: Millis): Steps<void> {
    const firstFault = Math.min(until, ...this.simulation.plan.windows.map(({ opens }) => opens));
    while (this.isMoreDue(firstFault)) yield;
    this.prove();
  }

  /** What was called before the first fault is proven to be ours. */
  private prove(): false {
    for (const upstream of this.models) if (upstream.calls() > 0) this.proven.push(upstream.name);
    return false;
  }

  /** Lets at most a step of it happen. */
  private isMoreDue(before: Millis): boolean {
    for (let rung = 0; rung < STEP; rung += 1) {
      if (this.clock.next() >= before) return false;
      this.clock.ring();
    }
    return true;
  }

  private expect(cohort: Cohort): void {
    const journey = journeyOfCohort(this.simulation.plan, cohort);
    const comer: Sleeper = {
      ring: (now, member) => this.arrive(cohort.firstInbound + member, journey, now),
    };
    for (let member = 0; member < cohort.size; member += 1)
      this.clock.set(cohortDue(cohort, member), comer, member);
  }
}

function phaseAt({ phases }: Pick<Plan, 'phases'>, due: Millis): string {
  return (phases.find((each) => due < each.closes) ?? phases.at(-1))?.name ?? '';
}
