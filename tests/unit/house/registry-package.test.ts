import { spawnSync } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'

const house = fileURLToPath(new URL('../../../src/house', import.meta.url))

describe('a package for another system', () => {
  let folder = ''
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-registry-'))
    for (const file of ['sources.mjs', 'portable/registry-package.ts'])
      await cp(join(house, file), join(folder, 'src/house', file))
    await mkdir(join(folder, 'node_modules'))
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  /** Fetches it from a registry that sends this much of its archive; the folder it was unpacked to. */
  async function fetched(bytes: number): Promise<string | undefined> {
    const npm = `
      const { execFileSync } = require('node:child_process'), fs = require('node:fs')
      const to = process.argv[process.argv.indexOf('--pack-destination') + 1] + '/a-part-1.0.0.tgz'
      fs.mkdirSync('made/package', { recursive: true })
      fs.writeFileSync('made/package/a.node', 'first')
      fs.writeFileSync('made/package/b.node', require('node:crypto').randomBytes(200_000))
      execFileSync('tar', ['-czf', to, '-C', 'made', 'package/a.node', 'package/b.node'])
      fs.truncateSync(to, Math.min(${bytes}, fs.statSync(to).size))`
    await writeFile(join(folder, 'npm.cjs'), npm)
    const module = pathToFileURL(join(folder, 'src/house/portable/registry-package.ts')).href
    const script = `import('${module}').then((it) => process.stdout.write(it.registryPackage('@a/part', '1.0.0')))`
    const env = { ...process.env, npm_execpath: join(folder, 'npm.cjs') }
    const { status, stdout } = spawnSync(process.execPath, ['-e', script], { cwd: folder, env })
    return status === 0 ? String(stdout) : undefined
  }

  test('that was cut off while it was unpacked is fetched anew, and one that is whole is kept', async () => {
    expect(await fetched(100_000)).toBeUndefined()
    const whole = await fetched(Number.MAX_SAFE_INTEGER)
    expect(await readFile(join(whole ?? '', 'b.node'))).toHaveLength(200_000)
    expect(await fetched(0)).toBe(whole)
  })
})
