/** Which method and path does what, and what is answered when it goes well. */
import { printPopulated, printProxies, printProxy, printToxic, printToxics } from './echo.js';
import type { ProxyBook } from './book.js';

export interface Reply {
  readonly status: number;
  readonly type: string | null;
  readonly body: string | Buffer;
  /** Names and values in turn. */
  readonly headers?: readonly string[];
}

export interface Call {
  readonly proxy: string;
  readonly toxic: string;
  readonly body: string;
}

type Act = (book: ProxyBook, call: Call) => Reply | Promise<Reply>;

interface Route {
  readonly path: RegExp;
  readonly methods: Readonly<Record<string, Act>>;
}

export const VERSION = '2.12.0';
const JSON_TYPE = 'application/json';

const changeProxy: Act = async (book, { proxy, body }) =>
  json(200, printProxy(await book.change(proxy, body)));
const changeToxic: Act = (book, { proxy, toxic, body }) =>
  json(200, printToxic(book.changeToxic(proxy, toxic, body)));

const ROUTES: readonly Route[] = [
  {
    path: /^\/proxies$/,
    methods: {
      GET: (book) => json(200, printProxies(book.list())),
      POST: async (book, { body }) => json(201, printProxy(await book.create(body))),
    },
  },
  {
    path: /^\/proxies\/([^/]+)$/,
    methods: {
      GET: (book, { proxy }) => json(200, printProxy(book.show(proxy))),
      POST: changeProxy,
      PATCH: changeProxy,
      DELETE: async (book, { proxy }) => {
        await book.remove(proxy);
        return NOTHING;
      },
    },
  },
  {
    path: /^\/proxies\/([^/]+)\/toxics$/,
    methods: {
      GET: (book, { proxy }) => json(200, printToxics(book.toxics(proxy))),
      POST: (book, { proxy, body }) => json(200, printToxic(book.addToxic(proxy, body))),
    },
  },
  {
    path: /^\/proxies\/([^/]+)\/toxics\/([^/]+)$/,
    methods: {
      GET: (book, { proxy, toxic }) => json(200, printToxic(book.toxic(proxy, toxic))),
      POST: changeToxic,
      PATCH: changeToxic,
      DELETE: (book, { proxy, toxic }) => {
        book.removeToxic(proxy, toxic);
        return NOTHING;
      },
    },
  },
  {
    path: /^\/populate$/,
    methods: {
      POST: async (book, { body }) => {
        const { proxies, failure } = await book.populate(body);
        return json(failure?.status ?? 201, printPopulated(proxies, failure));
      },
    },
  },
  {
    path: /^\/reset$/,
    methods: {
      POST: async (book) => {
        await book.reset();
        return NOTHING;
      },
    },
  },
  {
    path: /^\/version$/,
    methods: {
      GET: () => ({
        status: 200,
        type: 'application/json;charset=utf-8',
        body: `{"version": "${VERSION}"}\n`,
      }),
    },
  },
];

const NOTHING: Reply = { status: 204, type: null, body: '' };

export type Found =
  | { readonly kind: 'act'; readonly act: (book: ProxyBook, body: string) => Reply | Promise<Reply> }
  | { readonly kind: 'no-path' }
  | { readonly kind: 'no-method' };

export function routeOf(method: string, path: string): Found {
  for (const route of ROUTES) {
    const match = route.path.exec(path);
    if (match === null) continue;
    const act = Object.hasOwn(route.methods, method) ? route.methods[method] : undefined;
    if (act === undefined) return { kind: 'no-method' };
    const [, proxy = '', toxic = ''] = match;
    return { kind: 'act', act: (book, body) => act(book, { proxy, toxic, body }) };
  }
  return { kind: 'no-path' };
}

function json(status: number, body: string): Reply {
  return { status, type: JSON_TYPE, body };
}
