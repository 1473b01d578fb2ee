import type { Report, Reporter, Style } from '../catalog/reporters/reporter.js';
import { reporters as shelf } from '../catalog/reporters/shelf.js';

export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

const PLAIN: Style = { colour: false, unicode: true, columns: 80 };

/** Every report that is a file; what is printed to the terminal is the door's. */
export function renderFiles(report: Report, reporters: readonly Reporter[] = shelf): readonly RenderedFile[] {
  return reporters.flatMap((reporter) =>
    reporter.file === null ? [] : [{ name: reporter.file, text: reporter.render(report, PLAIN) }],
  );
}
