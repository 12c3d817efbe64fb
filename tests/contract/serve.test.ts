import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'

const cli = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url))

let folder = ''
let child: ChildProcess
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-serve-'))
})
afterEach(async () => {
  child.kill('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

test('caibao serve is the server, with its folder and port by option, and ends cleanly', async () => {
  const data = join(folder, 'data')
  child = spawn(process.execPath, [cli, 'serve', '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let origin = ''
  if (!child.stdout) throw new Error('no stdout')
  for await (const line of createInterface({ input: child.stdout })) {
    origin = /http:\/\/[\w.:]+(?=\/)/.exec(line)?.[0] ?? ''
    if (origin !== '') break
  }
  child.stdout.resume()
  expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ ok: true })
  expect(await (await fetch(`${origin}/`)).text()).toContain('<title>采报</title>')
  expect(existsSync(join(data, 'caibao.sqlite'))).toBe(true)
  child.kill('SIGTERM')
  expect((await once(child, 'exit'))[0]).toBe(0)
})
