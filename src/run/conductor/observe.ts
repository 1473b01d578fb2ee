/** What a run tells whoever watches it, about once a second and at each change. Watching changes nothing. */
import type { AnyWindow, PlannedPhase } from '../../model/plan.js';
import type { RoutedUpstream } from '../../model/record.js';
import type { Millis } from '../../model/units.js';

export type Sighting =
  | { readonly kind: 'stage'; readonly stage: Stage; readonly said: string }
  | { readonly kind: 'routed'; readonly routing: readonly RoutedUpstream[] }
  | { readonly kind: 'phase'; readonly at: Millis; readonly phase: PlannedPhase }
  | { readonly kind: 'window'; readonly at: Millis; readonly window: AnyWindow; readonly isOpen: boolean }
  | { readonly kind: 'second'; readonly at: Millis; readonly second: SecondSeen }
  | { readonly kind: 'subject-died'; readonly at: Millis; readonly how: string };

export type Stage = 'mocks' | 'subject' | 'preflight' | 'floor' | 'play' | 'drain' | 'end';

export interface SecondSeen {
  /** Of users that need the model, ended in the last second: all, and those served before their deadline. */
  readonly ended: number;
  readonly inTime: number;
  readonly calls: number;
  readonly scheduled: number;
  readonly open: number;
  readonly sendLag: Millis;
  readonly joined: number | null;
}

export type Observer = (sighting: Sighting) => void;
