/** Where an app may be: an address of HTTP, and nothing that only looks like one. */

export const TARGET = 'a URL such as http://localhost:3000';

/** `localhost:3000` can be parsed too, as an address of the scheme `localhost`. */
export function isTarget(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
