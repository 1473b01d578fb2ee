/** Text of the subject that we show or keep: keys gone, control characters gone, cut to size. */
const SECRETS: readonly RegExp[] = [
  /\b(?:sk|pk|rk|key|gsk|xai|hf|pplx|r8)[-_][\w-]{8,}/gi,
  /\bAIza[\w-]{10,}/g,
  /\beyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?/g,
  /(?<=\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi,
  /(?<=\b[\w-]*(?:api[-_]?key|secret|password|passwd|token|authorization)["']?\s*[:=]\s*["']?(?:(?:bearer|basic)\s+)?)[^\s"',;&]{6,}/gi,
  /(?<=\/\/[^\s/:@]{0,100}:)[^\s/@]{1,200}(?=@)/g,
];

// C0, C1, and what turns the direction of text around or hides in it.
// eslint would see control characters in a literal, so the class is put together.
const CONTROLS = new RegExp(
  String.raw`[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+`,
  'g',
);

export function redact(text: string): string {
  let shown = text;
  for (const secret of SECRETS) shown = shown.replace(secret, '[redacted]');
  return shown;
}

/** One line of evidence, redacted, in at most `length` characters. */
export function excerpt(text: string, length = 120): string {
  // A secret that the cut would halve must be seen whole, so the cut comes last.
  const line = redact(text.slice(0, 20 * length))
    .replace(CONTROLS, ' ')
    .trim();
  return line.length <= length ? line : `${line.slice(0, length - 1)}…`;
}
