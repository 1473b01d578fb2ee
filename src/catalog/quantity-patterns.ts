/** How quantities look, for editors: what they underline while it is typed. Reading them is the parsers' own affair. */

interface Look {
  readonly type?: 'string';
  /** Takes away that it may be a number too. */
  readonly anyOf?: undefined;
  readonly pattern: string;
  readonly minimum?: number;
  readonly maximum?: number;
}

const NUMBER = String.raw`(\d+(\.\d+)?|\.\d+)`;
const DURATION = String.raw`(${NUMBER}\s*(us|µs|μs|ms|s|min|m|h)\s*)+`;
const PER_SECOND = String.raw`${NUMBER}\s*(/|per)\s*(s|sec|second|m|min|minute|h|hour)\s*`;
const PERCENT = String.raw`(100(\.0+)?|\d{1,2}(\.\d+)?|\.\d+)\s*%\s*`;

const whole = (text: string): string => String.raw`^\s*(${text})$`;
const rangeOf = (one: string): string =>
  whole(String.raw`${one}(\.\.\s*${one}|(±|\+/-|\+-)\s*(${one}|${PERCENT}))?`);

const text = { type: 'string', anyOf: undefined } as const;

export const durationLook: Look = { ...text, pattern: whole(DURATION) };
export const durationRangeLook: Look = { ...text, pattern: rangeOf(DURATION) };
export const perSecondLook: Look = { ...text, pattern: whole(PER_SECOND) };
export const perSecondRangeLook: Look = { ...text, pattern: rangeOf(PER_SECOND) };
export const rateLook: Look = {
  ...text,
  pattern: whole(String.raw`${PER_SECOND}|(${PERCENT}|${NUMBER}\s+)of\s+capacity\s*`),
};
export const shareLook: Look = {
  pattern: whole(String.raw`${PERCENT}|(0+(\.\d+)?|\.\d+|0*1(\.0+)?)\s*`),
  minimum: 0,
  maximum: 1,
};
export const countLook: Look = { pattern: String.raw`^\s*\d+(\.0+)?\s*$`, minimum: 0 };
export const positiveCountLook: Look = { pattern: String.raw`^\s*\d+(\.0+)?\s*$`, minimum: 1 };
