/** What `init` writes, decided from what the folder holds; nothing is written here. */

/** What a folder tells of the app in it. */
export interface FolderFacts {
  /** Parsed package.json, or null. */
  readonly manifest: Manifest | null;
  /** Text of requirements.txt, pyproject.toml and the like, joined. */
  readonly python: string;
}

export interface Manifest {
  readonly name?: string;
  readonly scripts?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

export interface Scaffold {
  readonly start: string;
  readonly ready: string;
  /** Ids of providers, the likely primary first. */
  readonly providers: readonly string[];
  /** What was found, in words, for the person who asked. */
  readonly found: readonly string[];
}

const SDKS: readonly { readonly provider: string; readonly npm: RegExp; readonly pip: RegExp }[] = [
  {
    provider: 'anthropic',
    npm: /^(@anthropic-ai\/sdk|@ai-sdk\/anthropic|@langchain\/anthropic)$/,
    pip: /\b(anthropic|langchain[-_]anthropic)\b/i,
  },
  {
    provider: 'openai',
    npm: /^(openai|@ai-sdk\/openai|@langchain\/openai)$/,
    pip: /\b(openai|langchain[-_]openai)\b/i,
  },
];

export function scaffoldOf({ manifest, python }: FolderFacts): Scaffold {
  const packages = Object.keys(manifest?.dependencies ?? {});
  const seen = SDKS.filter(({ npm, pip }) => packages.some((name) => npm.test(name)) || pip.test(python));
  const providers = seen.map(({ provider }) => provider);
  const start = startOf(manifest, python);
  return {
    start: start ?? 'npm start',
    ready: '/',
    providers: providers.length === 0 ? ['anthropic'] : providers,
    found: [
      start === null ? 'no start command was found: mend subject.start' : `starts with ${start}`,
      providers.length === 0
        ? 'no SDK was found: mend upstreams.primary'
        : `calls ${providers.join(' and ')}`,
    ],
  };
}

function startOf(manifest: Manifest | null, python: string): string | null {
  if (manifest?.scripts?.['start'] !== undefined) return 'npm start';
  if (/\b(fastapi|uvicorn)\b/i.test(python)) return 'uvicorn app:app --port $PORT';
  if (/\bflask\b/i.test(python)) return 'flask run --port $PORT';
  return null;
}

export function configText({ start, ready, providers }: Scaffold): string {
  const upstreams = providers
    .slice(0, 2)
    .map((provider, index) => `  ${index === 0 ? 'primary' : 'secondary'}: { provider: ${provider} }`);
  return `# yaml-language-server: $schema=./node_modules/brownout/schema/config.json
# What Brownout must know of your app. Journeys can be found for you:
#   npx brownout learn "curl -d '{\\"question\\":\\"hi\\"}' http://127.0.0.1:3000/ask" --start "${start}"
subject:
  start: ${start}
  ready: ${ready} # any answer below 500 means that the app is up
upstreams:
${upstreams.join('\n')}
journeys:
  ask:
    request: { method: POST, path: /ask, json: { question: '{{prompt}}' } }
    answer: { at: /answer }
    error: { at: /error/code } # what an honest error of yours looks like
    degraded: { header: x-degraded } # what marks a lesser answer as one
    deadline: 10s
  # A journey that needs no model must survive:
  # save-note:
  #   request: { method: POST, path: /notes, json: { text: '{{id}}' } }
  #   needsModel: false
  #   effects: { readBack: '/notes?text={{id}}', count: /notes } # was it written, and once?
`;
}
