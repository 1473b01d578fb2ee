import type { RunRecord } from '../../model/record.js';

/** A record, indexed once for every measure. */
export interface RecordView {
  readonly record: RunRecord;
}
