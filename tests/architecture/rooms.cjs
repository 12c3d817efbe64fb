// The import law of the house. `npm run check:rooms` reads it; docs/architecture.md explains it.
const ban = (name, from, to, comment) => ({ name, comment, severity: 'error', from, to })
const npm = ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown']
const compiler = '^src/core/scheme/compile/'
const corePackages = 'node_modules/(valibot|jose|canonicalize)/'
const compilerPackages = 'node_modules/(valibot|canonicalize|@marcbachmann/cel-js|yaml|csv-parse|pinyin-pro)/'

module.exports = {
  forbidden: [
    ban('no-cycle', {}, { circular: true }, 'a cycle means two files are one file, or hide a third'),
    ban(
      'resolvable',
      {},
      { couldNotResolve: true, pathNot: '^virtual:' },
      'typo, or a package missing from package.json',
    ),
    ban(
      'core-is-pure',
      { path: '^src/core' },
      { path: '^src/(app|server|cli|house)' },
      'core knows no screen and no server',
    ),
    ban('core-no-node', { path: '^src/core' }, { dependencyTypes: ['core'] }, 'core also runs in the browser'),
    ban(
      'core-packages',
      { path: '^src/core', pathNot: compiler },
      { dependencyTypes: npm, pathNot: corePackages },
      'three packages only',
    ),
    ban(
      'compiler-packages',
      { path: compiler },
      { dependencyTypes: npm, pathNot: compilerPackages },
      'what reads codes/ may use the parsers, nothing else',
    ),
    ban('core-no-compiler', { path: '^src/core', pathNot: compiler }, { path: compiler }, 'what runs does not compile'),
    ban('app-no-compiler', { path: '^src/app' }, { path: compiler }, 'the app gets the compiled bundle'),
    ban('app-no-server', { path: '^src/app' }, { path: '^src/(server|cli|house)' }, 'both meet in core/sync'),
    ban('app-no-node', { path: '^src/app' }, { dependencyTypes: ['core'] }, 'the app is a web page'),
    ban('server-no-app', { path: '^src/server' }, { path: '^src/(app|cli|house)' }, 'both meet in core/sync'),
    ban(
      'cli-no-app',
      { path: '^src/cli' },
      { path: '^src/(app|house)' },
      'the command line knows core, and may start the server',
    ),
    ban(
      'house-no-app',
      { path: '^src/house' },
      { path: '^src/(app|cli)' },
      'the house builds the app and is no part of it',
    ),
    ban(
      'editions-apart',
      { path: '^src/app/(individual|management)/' },
      { path: '^src/app/(individual|management)/', pathNot: '^src/app/$1/' },
      'what both need moves to app/shared',
    ),
    ban(
      'shared-below',
      { path: '^src/app/(shared|platform)/' },
      { path: '^src/app/(individual|management)/' },
      'shared never looks up',
    ),
    ban(
      'browser-only-in-platform',
      { path: '^src/app', pathNot: '^src/app/platform/' },
      { path: 'node_modules/(dexie|jspdf|workbox-[a-z]+)/' },
      'one door to the browser',
    ),
    ban(
      'internal',
      { path: '^(src/[^/]+/[^/]+)/' },
      { path: '/internal/', pathNot: '^$1/' },
      'internal/ belongs to its own room',
    ),
    ban('not-to-tests', { path: '^src' }, { path: '^tests' }, 'production code never imports test code'),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.vue', '.js', '.mjs', '.d.ts'],
    },
  },
}
