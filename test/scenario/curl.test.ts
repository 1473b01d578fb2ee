import { describe, expect, it } from 'vitest';
import { readCurl, shellWords } from '../../src/scenario/curl.js';

function read(line: string) {
  const checked = readCurl(line);
  if (!checked.ok) throw new Error(checked.problems[0]?.message);
  return checked.value;
}

describe('a curl line', () => {
  it('gives method, path, headers and JSON body', () => {
    const { url, request } = read(
      `curl -X PUT 'http://127.0.0.1:3000/ask?x=1' -H 'X-Team: blue' --json '{"question":"it\\u0027s hi"}'`,
    );
    expect(url).toBe('http://127.0.0.1:3000');
    expect(request).toEqual({
      method: 'PUT',
      path: '/ask?x=1',
      headers: { 'x-team': 'blue', 'content-type': 'application/json' },
      body: { kind: 'json', value: { question: "it's hi" } },
    });
  });

  it('posts when it carries a body, and gets when it does not', () => {
    expect(read(`curl -d '{"a":1}' localhost:8000/a`).request.method).toBe('POST');
    expect(read('curl localhost:8000/a').request).toMatchObject({ method: 'GET', body: { kind: 'none' } });
  });

  it('takes options that carry their value themselves, and skips those that say nothing of the request', () => {
    const { request } = read(`curl -sN -XPOST -Hx-a:1 --max-time 5 --data-raw=plain http://127.0.0.1/x`);
    expect(request).toMatchObject({
      method: 'POST',
      headers: { 'x-a': '1' },
      body: { kind: 'text', text: 'plain' },
    });
  });

  it('joins the lines of a copied command', () => {
    expect(shellWords(`curl \\\n  "a \\"b\\"" 'c d'\\''e'`)).toEqual(['curl', 'a "b"', "c d'e"]);
  });

  it.each([
    [`curl 'http://127.0.0.1/x`, 'a quote is opened and not closed'],
    [`curl -d x`, 'there is no URL in it'],
    [`curl 'http://[bad'`, 'is no URL'],
  ])('says what is wrong with %s', (line, message) => {
    const checked = readCurl(line);
    expect(checked.ok ? '' : checked.problems[0]?.message).toContain(message);
  });
});
