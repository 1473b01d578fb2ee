/** The ledger of a journey that writes, as an author names it: where its books lie, and what in them counts. */
import { z } from 'zod';
import { headers } from '../catalog/header-shape.js';
import type { Effects } from '../model/scenario.js';
import { pathSuchAs, pointer } from './shape.js';

const path = pathSuchAs('/notes?text={{id}}');

export const effectsShape = z
  .strictObject({
    readBack: z
      .union([
        path,
        z
          .strictObject({
            method: z.enum(['GET', 'POST']).optional().describe('By default GET.'),
            path: path.describe('Path and query at the app. {{id}} is filled in.'),
            headers: headers.optional().describe('Further headers. {{id}} is filled in.'),
          })
          .meta({ title: 'a reading' }),
      ])
      .describe('What to ask the app for the entries of one user, such as "/notes?text={{id}}".'),
    count: pointer
      .optional()
      .describe(
        'Where in the body their number lies, or a list of them, such as /notes. By default the whole body. A status of 404 means none.',
      ),
  })
  .meta({ title: 'a ledger of effects' });

export function effectsOf(written: z.output<typeof effectsShape> | undefined): Effects | null {
  if (written === undefined) return null;
  const { readBack, count = '' } = written;
  const {
    method = 'GET',
    path: address,
    headers = {},
  } = typeof readBack === 'string' ? { path: readBack } : readBack;
  return { readBack: { method, path: address, headers, body: { kind: 'none' } }, count };
}
