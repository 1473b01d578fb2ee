/** The options of a curl line, each read as curl means it. What isn't known is refused, not guessed. */

export interface CurlParts {
  url: string | null;
  method: string | null;
  body: string | null;
  /** Data goes behind the path: `-G`. */
  isGet: boolean;
  asJson: boolean;
  readonly headers: Record<string, string>;
}

/** Gives the text of a file that the line names, or null where it can't be read. */
export type ReadFile = (path: string) => string | null;

/** Says what is wrong with its value, or null. */
type Option = (value: string, parts: CurlParts, readFile: ReadFile) => string | null;

const SKIPPED: Option = () => null;

const data =
  (read: (value: string, readFile: ReadFile) => string | null): Option =>
  (value, parts, readFile) => {
    const text = read(value, readFile);
    if (text === null) return `the file of "${value}" can't be read`;
    parts.body = parts.body === null ? text : `${parts.body}${parts.asJson ? '' : '&'}${text}`;
    return null;
  };

const header =
  (name: string): Option =>
  (value, { headers }) => {
    headers[name] = value;
    return null;
  };

const DATA = data((value, readFile) => textOrFile(value, readFile)?.replaceAll(/[\r\n]/g, '') ?? null);
const BINARY = data(textOrFile);

const WITH_VALUE: Readonly<Record<string, Option>> = {
  '-X': (value, parts) => {
    parts.method = value.toUpperCase();
    return null;
  },
  '-H': (value, { headers }) => {
    const colon = value.indexOf(':');
    if (colon > 0) headers[value.slice(0, colon).trim().toLowerCase()] = value.slice(colon + 1).trim();
    return null;
  },
  '-d': DATA,
  '--data-ascii': DATA,
  '--data-binary': BINARY,
  '--data-raw': data((value) => value),
  '--data-urlencode': data(encoded),
  '--json': (value, parts, readFile) => {
    parts.asJson = true;
    return BINARY(value, parts, readFile);
  },
  '--url': (value, parts) => {
    parts.url = value;
    return null;
  },
  '-b': (value, parts, readFile) =>
    value.includes('=')
      ? header('cookie')(value, parts, readFile)
      : `-b names a file of cookies: write them out,  -b "name=value"`,
  '-u': (value, { headers }) => {
    headers['authorization'] ??= `Basic ${Buffer.from(value).toString('base64')}`;
    return null;
  },
  '-A': header('user-agent'),
  '-e': header('referer'),
  // These say nothing of the request.
  '-o': SKIPPED,
  '-m': SKIPPED,
  '-w': SKIPPED,
  '--connect-timeout': SKIPPED,
  '--retry': SKIPPED,
};

const LONG: Readonly<Record<string, string>> = {
  '--request': '-X',
  '--header': '-H',
  '--data': '-d',
  '--cookie': '-b',
  '--user': '-u',
  '--get': '-G',
  '--user-agent': '-A',
  '--referer': '-e',
  '--output': '-o',
  '--max-time': '-m',
  '--write-out': '-w',
};

/** They say nothing of the request either, and take no value. */
const FLAGS = new Set([
  ...['-s', '-S', '-i', '-v', '-k', '-L', '-N', '-f', '-g', '-q', '-#', '-4', '-6'],
  ...['--silent', '--show-error', '--include', '--verbose', '--insecure', '--location', '--no-buffer'],
  ...['--fail', '--fail-with-body', '--globoff', '--compressed', '--progress-bar', '--no-progress-meter'],
  ...['--http1.1', '--http2', '--ipv4', '--ipv6'],
]);

/** Null, or what is wrong with the line. */
export function readOptions(words: readonly string[], parts: CurlParts, readFile: ReadFile): string | null {
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    if (!word.startsWith('-') || word === '-') parts.url = word;
    else {
      const wrong = readOption(word, left, { parts, readFile });
      if (wrong !== null) return wrong;
    }
  }
  return null;
}

interface Around {
  readonly parts: CurlParts;
  readonly readFile: ReadFile;
}

function readOption(word: string, left: string[], around: Around): string | null {
  const { parts, readFile } = around;
  const { name, inline } = split(word);
  const option = WITH_VALUE[name];
  if (option !== undefined) {
    const value = inline ?? left.shift();
    return value === undefined ? `${name} has no value` : option(value, parts, readFile);
  }
  if (name === '-G') parts.isGet = true;
  else if (!FLAGS.has(name)) return `its option ${name} is not known here`;
  // `-sN` and `-sXPOST` are several options in one word.
  return inline === null ? null : readOption(`-${inline}`, left, around);
}

/** `-XPOST` and `--header=x` carry their value themselves. */
function split(word: string): { readonly name: string; readonly inline: string | null } {
  if (!word.startsWith('--'))
    return { name: word.slice(0, 2), inline: word.length > 2 ? word.slice(2) : null };
  const at = word.indexOf('=');
  const long = at < 0 ? word : word.slice(0, at);
  return { name: LONG[long] ?? long, inline: at < 0 ? null : word.slice(at + 1) };
}

function textOrFile(value: string, readFile: ReadFile): string | null {
  return value.startsWith('@') ? readFile(value.slice(1)) : value;
}

/** `name=text`, `=text`, `text`, `name@file` and `@file`: the name stays as it is. */
function encoded(value: string, readFile: ReadFile): string | null {
  const [, name = '', sign = '', rest = ''] = /^([^=@]*)([=@]?)(.*)$/s.exec(value) ?? [];
  if (sign === '') return encodeURIComponent(value);
  const text = sign === '@' ? readFile(rest) : rest;
  return text === null ? null : `${name === '' ? '' : `${name}=`}${encodeURIComponent(text)}`;
}
