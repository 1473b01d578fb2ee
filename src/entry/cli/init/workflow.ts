/** The GitHub workflow that `init` writes, decided from what the repository holds; nothing is written here. */

export interface Repository {
  /** The app's folder in it, with slashes; empty where it is the root. */
  readonly inside: string;
  /** Names in the app's folder and in those above it, up to the root, the nearest first. */
  readonly files: readonly (readonly string[])[];
  /** Where its own dependencies bring Brownout along. */
  readonly hasBrownout: boolean;
  readonly version: string;
}

/** Nothing but its file tells which one installs: an `npm ci` beside a lock of pnpm fails. */
const INSTALLERS: readonly { readonly lock: string; readonly cache: string | null; readonly run: string }[] =
  [
    { lock: 'pnpm-lock.yaml', cache: null, run: 'corepack enable && pnpm install --frozen-lockfile' },
    { lock: 'yarn.lock', cache: 'yarn', run: 'yarn install --frozen-lockfile' },
    { lock: 'bun.lock', cache: null, run: 'npx --yes bun install --frozen-lockfile' },
    { lock: 'bun.lockb', cache: null, run: 'npx --yes bun install --frozen-lockfile' },
    { lock: 'package-lock.json', cache: 'npm', run: 'npm ci' },
    { lock: 'npm-shrinkwrap.json', cache: 'npm', run: 'npm ci' },
    // The cache of  setup-node  fails without a lock.
    { lock: 'package.json', cache: null, run: 'npm install' },
  ];

/** GitHub looks for workflows at the root of a repository and nowhere else. */
export function workflowPath({ inside }: Pick<Repository, 'inside'>): string {
  return `.github/workflows/${nameOf(inside)}.yml`;
}

export function workflowText(repository: Repository): string {
  const { inside, hasBrownout, version } = repository;
  const name = nameOf(inside);
  const report = inside === '' ? 'brownout-report' : `${inside}/brownout-report`;
  const npx = hasBrownout ? 'npx brownout' : `npx --yes brownout@${version}`;
  return `name: ${name}
on: [pull_request]
permissions: { contents: read }
jobs:
  rehearse:
    runs-on: ubuntu-latest
    timeout-minutes: 20
    env: { FORCE_COLOR: 1 }
${inside === '' ? '' : `    defaults: { run: { working-directory: ${quoted(inside)} } }\n`}    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
${installed(repository)}
      - run: ${npx} run overload-storm --out brownout-report
      # Without a report, the lines above say why.
      - if: always()
        run: test ! -f brownout-report/scorecard.md || cat brownout-report/scorecard.md >> "$GITHUB_STEP_SUMMARY"
      - if: always()
        uses: actions/upload-artifact@v5
        with: { name: ${name}, path: ${quoted(report)}, if-no-files-found: ignore }
`;
}

function nameOf(inside: string): string {
  const words = inside.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '');
  return words === '' ? 'brownout' : `brownout-${words}`;
}

function installed({ inside, files }: Repository): string {
  const above = files.find((names) => INSTALLERS.some(({ lock }) => isLock(lock) && names.includes(lock)));
  const names = above ?? files[0] ?? [];
  const found = INSTALLERS.find(({ lock }) => names.includes(lock));
  const cache = found?.cache ?? null;
  const way = inside.split('/').slice(0, Math.max(0, files.length - 1 - files.indexOf(names)));
  const lock = [...way, found?.lock ?? ''].join('/');
  const settings = [
    'node-version: 22',
    ...(cache === null ? [] : [`cache: ${cache}`]),
    ...(cache === null || way.length === 0 ? [] : [`cache-dependency-path: ${quoted(lock)}`]),
  ];
  const run =
    found === undefined ? '# Build or install your app here, as its other jobs do.' : `- run: ${found.run}`;
  return `        with: { ${settings.join(', ')} }\n      ${run}`;
}

function isLock(name: string): boolean {
  return name !== 'package.json';
}

/** For YAML: folders may be called anything. */
function quoted(text: string): string {
  return /^[\w./-]+$/.test(text) ? text : JSON.stringify(text);
}
