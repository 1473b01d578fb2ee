/**
 * A status of 200 over half an answer: openclaw #120030, litellm #32159, TensorRT-LLM #18289. The user
 * acts on it, so it costs more than nothing does.
 */
import { classShare } from './derived/class-share.js';

export const lieShare = classShare({
  id: 'lie-share',
  title: 'false successes',
  better: 'less',
  which: 'were a false success: empty, cut, made up or old, presented as a fresh whole answer',
  classes: ['lie'],
});
