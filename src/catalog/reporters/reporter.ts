import type { RunRecord } from '../../model/record.js';
import type { Scorecard } from '../../model/scorecard.js';

/** Turns a scorecard into a file. Deterministic: the same input gives the same bytes. */
export interface Reporter {
  readonly id: string;
  /** Name of the file in the run's folder; null prints to the terminal. */
  readonly file: string | null;
  readonly summary: string;
  render(report: Report, style: Style): string;
}

export interface Report {
  readonly scorecard: Scorecard;
  readonly record: RunRecord;
  /** Where the run's folder is, as the user may type it. */
  readonly folder: string;
}

export interface Style {
  readonly colour: boolean;
  readonly unicode: boolean;
  readonly columns: number;
}
