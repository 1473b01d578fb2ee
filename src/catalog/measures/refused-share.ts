/**
 * Nobody listened any more: the app died with its dependency, or its backlog was full. A part of
 * `reset-share`.
 */
import { rowShare } from './derived/class-share.js';

export const refusedShare = rowShare({
  id: 'refused-share',
  title: 'connections refused',
  better: 'less',
  which: 'found nobody listening at the app',
  is: (row) => row.end === 'refused',
});
