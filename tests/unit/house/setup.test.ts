import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const house = fileURLToPath(new URL('../../../src/house', import.meta.url))

const lockOf = (version: string): string =>
  JSON.stringify({
    packages: {
      '': { version: '9' },
      'node_modules/one': { version },
      'node_modules/win': { version: '1', optional: true },
    },
  })

describe('a server that was set up by hand', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-setup-'))
    await cp(house, join(folder, 'src/house'), { recursive: true })
    for (const made of ['node_modules', 'dist']) await mkdir(join(folder, made))
    await writeFile(join(folder, 'package-lock.json'), lockOf('2.0.0'))
    await writeFile(join(folder, 'dist/index.html'), '')
    // Whatever would be installed is noted, and nothing is.
    await writeFile(join(folder, 'npm.cjs'), "require('node:fs').writeFileSync('asked', process.argv.join(' '))")
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  const run = (program: string, ...args: string[]) => {
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs') }
    return spawnSync(process.execPath, [program, ...args], { cwd: folder, env }).status
  }
  const setUp = (mode: string) => run('src/house/setup.mjs', mode)
  const isAsked = (): Promise<boolean> => readFile(join(folder, 'asked')).then(Boolean, () => false)

  /** The build, which is there already, after `npm ci` that installed this version. */
  async function build(version: string): Promise<void> {
    const sources = pathToFileURL(join(folder, 'src/house/sources.mjs')).href
    run('-e', `import('${sources}').then(({ appDigest, openStamp }) => openStamp('build').write(appDigest()))`)
    await writeFile(join(folder, 'node_modules/.package-lock.json'), lockOf(version))
    expect(setUp('build')).toBe(0)
  }

  test('installs nothing anew for the commands beside it', async () => {
    await build('2.0.0')
    expect(setUp('caibao')).toBe(0)
    expect(await isAsked()).toBe(false)
  })

  test('does so where its packages are of before', async () => {
    await build('1.0.0')
    expect(setUp('caibao')).toBe(0)
    expect(await isAsked()).toBe(true)
  })

  test('builds anew after a build that was cut off, also when the sources are again as they were', async () => {
    const vite = join(folder, 'node_modules/vite/bin')
    await mkdir(vite, { recursive: true })
    await writeFile(join(vite, 'vite.js'), "require('node:fs').appendFileSync('built', '.'); process.exit(1)")
    await build('2.0.0')
    await mkdir(join(folder, 'public'))
    await writeFile(join(folder, 'public/new'), '')
    expect(setUp('build')).toBe(1)
    await rm(join(folder, 'public'), { recursive: true })
    expect(setUp('build')).toBe(1)
    expect(await readFile(join(folder, 'built'), 'utf8')).toBe('..')
  })
})
