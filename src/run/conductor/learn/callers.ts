/** Which library called a provider, as far as its own headers say. */
import type { Address } from '../../contract.js';
import { hearRequests } from '../preflight/hear.js';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

type Reader = readonly [RegExp, (found: RegExpExecArray, headers: Headers) => string];

const LANGUAGES: Readonly<Record<string, string>> = { JS: 'TypeScript' };
const LONGEST = 60;

/** The first that fits; whoever builds on another library comes before it. */
const READERS: readonly Reader[] = [
  [/^langchainjs-(\w+)\/(\S+)/i, ([, on = '', version]) => `LangChain.js for ${on} ${version}`],
  [/^langchain[\w-]*\/(\S+)/i, ([, version]) => `LangChain ${version}`],
  [/^langchain4j-(\w+)/i, ([, on = '']) => `LangChain4j for ${on}`],
  [/^spring-ai-(anthropic|openai)/, ([, on = '']) => `Spring AI for ${on}`],
  [/^spring-ai/, () => 'Spring AI'],
  [/^litellm\/(\S+)/i, ([, version]) => `LiteLLM ${version}`],
  [/^ai\/(\S+)/, ([, version]) => `AI SDK ${version}`],
  [/^ai-sdk\/([\w-]+)\/(\S+)/, ([, provider, version]) => `AI SDK, ${provider} ${version}`],
  [/^(?:Async)?((?:Azure)?(?:Anthropic|OpenAI))\w*\/(\w+) (\S+)/, official],
  [/^pydantic-ai\/(\S+)/, ([, version]) => `Pydantic AI ${version}`],
  [/^google-genai-sdk\/(\S+)/, ([, version]) => `Google Gen AI SDK ${version}`],
  [/^aws-sdk-(\w+)\/(\S+)/, ([, language, version]) => `AWS SDK for ${language} ${version}`],
  [/^Boto3\/(\S+)/, ([, version]) => `AWS SDK for Python ${version}`],
  [/^node$/, () => 'fetch of Node'],
  [/^undici$/, () => 'undici'],
  [/\baiohttp\/(\S+)/, ([, version]) => `aiohttp ${version}`],
  [
    /^(curl|axios|node-fetch|got|python-httpx|python-requests|Python-urllib|okhttp|Go-http-client|Java-http-client|Bun|Deno)(?:\/(\S+))?/,
    ([, name = '', version = '']) => `${name} ${version}`.trim(),
  ],
];

export function callerOf(headers: Headers): string {
  const agent = headers['user-agent'];
  if (typeof agent !== 'string' || agent === '') return 'unknown, it sends no user-agent';
  for (const [pattern, name] of READERS) {
    const found = pattern.exec(agent);
    if (found !== null) return name(found, headers);
  }
  return `unknown, "${agent.slice(0, LONGEST)}"`;
}

function official([, company, language = '', version]: RegExpExecArray, headers: Headers): string {
  const sdk = `${company} SDK for ${LANGUAGES[language] ?? language} ${version}`;
  // On a server, LangChain alone asks for what only browsers need.
  return headers['anthropic-dangerous-direct-browser-access'] === 'true' ? `${sdk}, through LangChain` : sdk;
}

export interface Callers {
  /** Of one upstream, in the order of their first call. */
  of(upstream: string): readonly string[];
  end(): void;
}

export function hearCallers(addresses: ReadonlyMap<string, Address>): Callers {
  const heard = new Map<string, Set<string>>();
  const end = hearRequests(addresses, (name, { headers }) => {
    heard.set(name, (heard.get(name) ?? new Set()).add(callerOf(headers)));
  });
  return { of: (upstream) => [...(heard.get(upstream) ?? [])], end };
}
