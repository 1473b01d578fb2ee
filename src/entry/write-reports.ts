/** Writes what the reporters render: the usual files into the run's folder, a named one where it was asked for. */
import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Report, Reporter, Style } from '../catalog/reporters/reporter.js';
import { reporterById, reporters } from '../catalog/reporters/shelf.js';
import { nearest } from '../kit/nearest.js';
import { BrownoutError } from '../model/problem.js';
import { renderFiles } from '../report/render.js';
import { makeFolder } from '../run/make-folder.js';
import { mayNotWrite } from '../run/record/sink.js';
import { isPipe, writeText, writing } from './on-disk.js';

interface Where {
  readonly cwd: string;
  readonly style: Style;
  out(text: string): void;
}

export async function writeReports(
  report: Report,
  asked: readonly string[],
  where: Where,
): Promise<string[]> {
  const written: string[] = [];
  for (const { name, text } of asked.length === 0 ? renderFiles(report) : []) {
    const path = join(report.folder, name);
    await keep(resolve(where.cwd, path), text);
    written.push(path);
  }
  for (const one of asked) {
    const { reporter, file } = parseReporter(one);
    const text = reporter.render(report, where.style);
    if (file === null && reporter.file === null) {
      where.out(text);
      continue;
    }
    const path = file ?? join(report.folder, reporter.file ?? reporter.id);
    const absolute = resolve(where.cwd, path);
    await (file === null ? keep(absolute, text) : writing(file, () => put(absolute, text)));
    written.push(path);
  }
  return written;
}

/** `html`, or `html=out/report.html`. */
function parseReporter(text: string): { readonly reporter: Reporter; readonly file: string | null } {
  const [name = '', ...rest] = text.split('=');
  const reporter = reporterById(name);
  if (reporter === undefined) {
    const ids = reporters.map(({ id }) => id);
    const meant = nearest(name, ids);
    throw new BrownoutError({
      code: 'no-reporter',
      ending: 'usage',
      message: `there is no reporter "${name}"`,
      hints: [...(meant === null ? [] : [`did you mean "${meant}"?`]), `there are ${ids.join(', ')}`],
    });
  }
  return { reporter, file: rest.length === 0 ? null : rest.join('=') };
}

/** Each of several scenarios would write over what the one before it wrote. */
export function refuseOneFileForMany(asked: readonly string[]): void {
  const named = asked.find((one) => parseReporter(one).file !== null);
  if (named === undefined) return;
  const [name = ''] = named.split('=');
  throw new BrownoutError({
    code: 'one-file-for-many',
    ending: 'usage',
    message: `--reporter ${named} is one file, and every scenario would write over it`,
    hints: [`Each run has a report of its own in its folder:  --out DIR --reporter ${name}`],
  });
}

/** Before a run: the folders of the files that were named, so that none is missed or refused when it is over. */
export async function makeRoomFor(asked: readonly string[], cwd: string): Promise<void> {
  for (const one of asked) {
    const { file } = parseReporter(one);
    if (file !== null) await writing(file, () => tryOut(resolve(cwd, file)));
  }
}

/** Only what is opened is known to take what will be written. */
async function tryOut(path: string): Promise<void> {
  // Whoever reads there would take our coming and going for the end.
  if (isPipe(path)) return;
  const isNew = !existsSync(path);
  await makeFolder(dirname(path));
  await (await open(path, 'a')).close();
  if (isNew) await rm(path);
}

async function put(path: string, text: string): Promise<void> {
  await makeFolder(dirname(path));
  await writeText(path, text);
}

/** Into the folder of a run, which is ours. */
async function keep(path: string, text: string): Promise<void> {
  try {
    await put(path, text);
  } catch (cause) {
    throw new BrownoutError({
      code: 'not-written',
      ending: mayNotWrite(cause) ? 'usage' : 'own-fault',
      message: `${path} could not be written: ${cause instanceof Error ? cause.message : 'unknown reason'}`,
      hints: [
        'is the disk full, or the folder not yours?   the run can be reported elsewhere:  brownout report <run> --reporter html=FILE',
      ],
      cause,
    });
  }
}
