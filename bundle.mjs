// The command line in a few files instead of four hundred: most of what it took to start was finding and reading
// them. The library stays what tsc makes of it; `dist/bin.js` alone is replaced.  node bundle.mjs
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const SOURCES = join(HERE, 'src');

const BEGINNINGS = {
  main: ['entry/cli/main.ts', 'entry/cli/door.ts'],
  play: ['entry/cli/calibrated.ts', 'entry/cli/play/play.ts', 'run/record/folder.ts'],
  proxy: ['run/proxy/server.ts'],
};
/** By the names of their beginnings: all that is imported at once from there. */
const reached = new Map();

/**
 * What is needed together comes in one file, the first that wants it; what is needed later stays in files of its own.
 * A proxy that stands alone must not bring along all that a run needs: the more lies in memory, the dearer it is to
 * collect the buffers that it reads into.
 */
const TOGETHER = {
  main: (id) => reached.get('main').has(id),
  toxics: (id) => reached.get('proxy').has(id) && reached.get('play').has(id),
  play: (id) => reached.get('play').has(id),
};

const bundle = await rolldown({
  cwd: HERE,
  input: 'src/bin.ts',
  platform: 'node',
  // Large, and needed late or seldom: they are loaded from where they are installed.
  external: ['autocannon', 'handlebars', 'hdr-histogram-js', /^msw(\/|$)/, 'toxiproxy-node-client', 'undici'],
  resolve: { extensionAlias: { '.js': ['.ts', '.js'] } },
  checks: { ineffectiveDynamicImport: false },
  plugins: [stayingInPlace(), counting(), reaching(), licences()],
});
rmSync(join(HERE, 'dist/bundle'), { recursive: true, force: true });
await bundle.write({
  dir: 'dist',
  format: 'esm',
  chunkFileNames: 'bundle/[name].js',
  codeSplitting: {
    groups: Object.entries(TOGETHER).map(([name, test], at) => ({ name, priority: 9 - at, test })),
  },
});
await bundle.close();

/** A file that looks for another beside itself finds it where tsc put both. */
function stayingInPlace() {
  return {
    name: 'staying-in-place',
    transform(code, id) {
      const place = relative(SOURCES, id);
      if (place.startsWith('..') || place === 'bin.ts' || !code.includes('import.meta.url')) return null;
      const own = `new URL('../${place.replace(/\.ts$/, '.js')}', import.meta.url).href`;
      return { code: code.replaceAll('import.meta.url', own), map: null };
    },
  };
}

/** Help texts are laid out by counting: they are ours, and to ask Unicode takes as long as node to start. */
function counting() {
  const id = 'string-width';
  return {
    name: 'counting',
    resolveId: (wanted) => (wanted === id ? `\0${id}` : null),
    load: (wanted) =>
      wanted === `\0${id}`
        ? `export default (text) => text.replaceAll(/\\u001b\\[[\\d;]*m/g, '').length;`
        : null,
  };
}

function reaching() {
  return {
    name: 'reaching',
    buildEnd() {
      for (const [name, files] of Object.entries(BEGINNINGS)) {
        const seen = new Set();
        const left = files.map((file) => join(SOURCES, file));
        for (let id = left.pop(); id !== undefined; id = left.pop()) {
          if (seen.has(id)) continue;
          seen.add(id);
          left.push(...(this.getModuleInfo(id)?.importedIds ?? []));
        }
        reached.set(name, seen);
      }
    },
  };
}

/** Whoever hands on somebody's code hands on its licence too. */
function licences() {
  return {
    name: 'licences',
    generateBundle(_, files) {
      const ids = Object.values(files).flatMap(({ moduleIds = [] }) => moduleIds);
      const homes = ids.map((id) => /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(id)?.[0]);
      const texts = [...new Set(homes)].filter((home) => home !== undefined).map(licenceIn);
      this.emitFile({
        type: 'asset',
        fileName: 'bundle/LICENCES.txt',
        source: texts.toSorted().join('\n---\n\n'),
      });
    },
  };
}

function licenceIn(home) {
  const { name, version } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'));
  const file = readdirSync(home).find((one) => /^licen[cs]e/i.test(one));
  if (file === undefined) throw new Error(`${name} ${version} comes without its licence`);
  return `${name} ${version}\n\n${readFileSync(join(home, file), 'utf8')}`;
}
