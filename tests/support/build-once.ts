import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const setup = fileURLToPath(new URL('../../src/house/setup.mjs', import.meta.url))

/** Builds the app before the browser tests, unless the last build still fits the sources. */
export default function buildOnce(): void {
  const { status } = spawnSync(process.execPath, [setup, 'build'], { stdio: ['ignore', 2, 2] })
  if (status !== 0) throw new Error('the app does not build')
}
