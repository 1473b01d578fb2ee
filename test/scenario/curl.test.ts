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
      headers: { 'x-team': 'blue', 'content-type': 'application/json', accept: 'application/json' },
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
      headers: { 'x-a': '1', 'content-type': 'application/x-www-form-urlencoded' },
      body: { kind: 'text', text: 'plain' },
    });
  });

  it('sends a form where nothing is said of its type, as curl does', () => {
    expect(read('curl -d q=hi -d n=2 http://127.0.0.1:3000/ask').request).toEqual({
      ...{ method: 'POST', path: '/ask', body: { kind: 'text', text: 'q=hi&n=2' } },
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    const own = read(`curl -d hi -H 'Content-Type: text/plain' http://127.0.0.1/`).request;
    expect(own.headers).toEqual({ 'content-type': 'text/plain' });
  });

  it('says who asks: cookies, a name and its password, an agent', () => {
    // "user:pass" in base64, by `printf user:pass | base64`.
    expect(
      read(`curl -b 'a=1; b=2' -u user:pass -A me --referer http://x/ http://127.0.0.1/`).request.headers,
    ).toEqual({
      ...{ cookie: 'a=1; b=2', authorization: 'Basic dXNlcjpwYXNz' },
      ...{ 'user-agent': 'me', referer: 'http://x/' },
    });
  });

  it('puts data behind the path with -G', () => {
    const { request } = read(`curl -sG --data-urlencode 'q=is it so?' -d n=2 'http://127.0.0.1/find?x=1'`);
    expect(request).toEqual({
      ...{ method: 'GET', path: '/find?x=1&q=is%20it%20so%3F&n=2', headers: {}, body: { kind: 'none' } },
    });
  });

  it('reads the files that it names: -d without line ends, --data-binary as they are', () => {
    const files = (path: string): string | null => (path === 'q.txt' ? 'a\nb\n' : null);
    const bodyOf = (line: string): unknown => {
      const checked = readCurl(line, files);
      return checked.ok ? checked.value.request.body : checked.problems[0]?.message;
    };
    expect(bodyOf('curl -d @q.txt http://127.0.0.1/')).toEqual({ kind: 'text', text: 'ab' });
    expect(bodyOf('curl --data-binary @q.txt http://127.0.0.1/')).toEqual({ kind: 'text', text: 'a\nb\n' });
    expect(bodyOf('curl --data-raw @q.txt http://127.0.0.1/')).toEqual({ kind: 'text', text: '@q.txt' });
    expect(bodyOf('curl --data-urlencode t@q.txt http://127.0.0.1/')).toEqual({
      ...{ kind: 'text', text: 't=a%0Ab%0A' },
    });
    expect(bodyOf('curl -d @other http://127.0.0.1/')).toContain(`the file of "@other" can't be read`);
  });

  it('joins the lines of a copied command', () => {
    expect(shellWords(`curl \\\n  "a \\"b\\"" 'c d'\\''e'`)).toEqual(['curl', 'a "b"', "c d'e"]);
  });

  it.each([
    [`curl 'http://127.0.0.1/x`, 'a quote is opened and not closed'],
    [`curl -d x`, 'there is no URL in it'],
    [`curl 'http://[bad'`, 'is no URL'],
    [`curl http://127.0.0.1//other/x`, 'two slashes'],
    [`curl -F a=b http://127.0.0.1/x`, 'its option -F is not known here'],
    [`curl --form-string a=b http://127.0.0.1/x`, 'its option --form-string is not known here'],
    [`curl -sT http://127.0.0.1/x`, 'its option -T is not known here'],
    [`curl -b cookies.txt http://127.0.0.1/x`, '-b names a file of cookies'],
    [`curl http://127.0.0.1/x -d`, '-d has no value'],
  ])('says what is wrong with %s', (line, message) => {
    const checked = readCurl(line);
    expect(checked.ok ? '' : checked.problems[0]?.message).toContain(message);
  });
});
