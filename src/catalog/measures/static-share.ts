/**
 * A canned answer that says what it is. Unmarked it is a lie; a service that gives nothing else fails
 * its baseline.
 */
import { classShare } from './derived/class-share.js';

export const staticShare = classShare({
  id: 'static-share',
  title: 'fixed texts',
  better: 'more',
  which: 'got a fixed text, marked as such',
  classes: ['static'],
});
