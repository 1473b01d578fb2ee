import type { Reporter } from './reporter.js';

/** The scorecard as other programs read it: its keys are a promise. */
export const json: Reporter = {
  id: 'json',
  file: 'scorecard.json',
  summary: 'the scorecard for other programs',
  render: ({ scorecard }) => `${JSON.stringify(scorecard, null, 2)}\n`,
};
