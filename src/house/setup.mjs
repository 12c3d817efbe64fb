// What `npm start`, `npm test` and `npm run caibao` need before they run, from a clean clone on.
// usage: node src/house/setup.mjs start | test | engines | caibao | build
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { findBrowser, findFirefox, findWebKit } from './find-browser.mjs'
import { findPostgres } from './find-postgres.mjs'
import { isAtLeast } from './node-version.mjs'
import { SetupProblem, firstLine, run, say } from './run.mjs'
import { appDigest, openStamp, packagesDigest, root } from './sources.mjs'

const oldestForSetup = [20, 19]
const oldestForWork = [22, 18]

function checkNode() {
  if (isAtLeast(process.version, oldestForSetup)) return
  throw new SetupProblem(
    `这台机器的 Node 是 ${process.version}，太旧了。请安装 Node 24（https://nodejs.org/zh-cn/download），再运行一次。`,
  )
}

function installPackages() {
  const digest = packagesDigest()
  const stamp = openStamp('packages')
  if (stamp.is(digest)) return
  say('正在安装依赖（只在第一次或更新后需要，约半分钟）……')
  const npm = process.env['npm_execpath']
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const done = npm ? run(process.execPath, [npm, ...args]) : run('npm', args)
  if (!done) throw new SetupProblem('依赖没有装好。请看上面的提示，检查网络或 npm 镜像设置，再运行一次。')
  stamp.write(digest)
}

/**
 * Versions of what a lock file names, by place.
 * @param {string} file
 * @returns {Map<string, string>}
 */
function versionsIn(file) {
  const { packages = {} } = JSON.parse(readFileSync(file, 'utf8'))
  return new Map(
    Object.entries(packages).flatMap(([place, { version, optional }]) =>
      place && !optional ? [[place, version]] : [],
    ),
  )
}

/**
 * Who builds by hand has just run `npm ci`. Where that is not noted, the first command beside a server at work, a backup
 * for one, would install everything anew under it.
 */
function noteInstalled() {
  const installed = join(root, 'node_modules', '.package-lock.json')
  if (!existsSync(installed)) return
  const [there, wanted] = [versionsIn(installed), versionsIn(join(root, 'package-lock.json'))]
  if ([...wanted].every(([place, version]) => there.get(place) === version))
    openStamp('packages').write(packagesDigest())
}

/** The Node that npm installed for this platform; undefined when there is none or it does not run here. */
function packagedNode() {
  const isWindows = process.platform === 'win32'
  const folder = `node-${isWindows ? 'win' : process.platform}-${process.arch}`
  const program = join(root, 'node_modules', folder, 'bin', isWindows ? 'node.exe' : 'node')
  return existsSync(program) && firstLine(program, ['--version']) ? program : undefined
}

// Inside npm scripts node_modules/.bin comes first: a packaged Node wins there, so one that does not run must go.
function checkWorkNode() {
  if (packagedNode()) return
  rmSync(join(root, 'node_modules', '.bin', 'node'), { force: true })
  if (isAtLeast(process.version, oldestForWork)) return
  throw new SetupProblem(
    `这台机器的 Node 是 ${process.version}，npm 上又没有适合它的新版本。请安装 Node 24（https://nodejs.org/zh-cn/download），再运行一次。`,
  )
}

function buildApp() {
  const digest = appDigest()
  const stamp = openStamp('build')
  if (stamp.is(digest) && existsSync(join(root, 'dist', 'index.html'))) return
  stamp.remove()
  say('正在生成网页（只在源文件有变化时需要）……')
  const node = packagedNode() ?? process.execPath
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  // Said aloud, because the test runner asks for a build too and has another NODE_ENV.
  if (!run(node, [vite, 'build', '--logLevel', 'warn'], { NODE_ENV: 'production' }))
    throw new SetupProblem('网页没有生成。请看上面的提示。')
  stamp.write(digest)
}

/**
 * Installs Debian's packages where this is Debian's root, and says so first.
 * @param {string} what
 * @param {readonly string[]} packages
 */
function installFromDebian(what, packages) {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !firstLine('apt-get', ['--version'])) return
  say(`没有找到${what}，正在安装 Debian 的 ${packages.join('、')} ……`)
  run('apt-get', ['update', '-qq'])
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages])
}

function provideBrowser() {
  if (findBrowser()) return
  installFromDebian('浏览器', ['chromium'])
  if (findBrowser()) return
  throw new SetupProblem(
    '测试要用 Chrome、Edge 或 Chromium，这台机器上没有找到。请安装其中一个，或用环境变量 CHROME_PATH 指明它的位置，再运行一次。',
  )
}

// Without it the tests of the server run on the embedded database alone, and say so at their end.
function providePostgres() {
  if (findPostgres()) return
  installFromDebian(' PostgreSQL', ['postgresql'])
  if (findPostgres()) return
  say('没有找到 PostgreSQL（可用环境变量 POSTGRES_BIN 指明它的程序文件夹）：服务器的测试这次只在内置数据库上运行。')
}

// The same tests in the other engines too, for those who ask for them.
function provideEngines() {
  if (!findFirefox()) installFromDebian(' Firefox', ['firefox-esr'])
  if (!findWebKit()) installFromDebian(' WebKitGTK 的驱动', ['webkit2gtk-driver', 'xvfb', 'xauth'])
  const missing = [
    ...(findFirefox() ? [] : ['Firefox（可用环境变量 FIREFOX_PATH 指明它的位置）']),
    ...(findWebKit()
      ? []
      : ['WebKitWebDriver 和 xvfb-run（Debian 的 webkit2gtk-driver、xvfb、xauth；只有 Linux 上有）']),
  ]
  if (missing.length === 0) return
  throw new SetupProblem(
    `其他浏览器的测试还缺：${missing.join('；')}。请安装后再运行；只测其中一种：npx vitest run --project firefox（或 webkit）。`,
  )
}

/** @type {Readonly<Record<string, readonly (() => void)[]>>} */
const stepsByMode = {
  start: [checkNode, installPackages, checkWorkNode, buildApp],
  test: [checkNode, installPackages, checkWorkNode, provideBrowser, providePostgres],
  engines: [checkNode, installPackages, checkWorkNode, provideBrowser, provideEngines],
  caibao: [checkNode, installPackages, checkWorkNode],
  build: [noteInstalled, buildApp],
}

try {
  for (const step of stepsByMode[process.argv[2] ?? ''] ?? []) step()
} catch (problem) {
  if (!(problem instanceof SetupProblem)) throw problem
  say(problem.message)
  process.exitCode = 1
}
