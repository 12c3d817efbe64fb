import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { buildPortable } from '#house/portable/build.ts'
import { targets } from '#house/portable/node-runtime.ts'
import { names } from '#house/portable/texts.ts'
import { listen } from '#server/listen.ts'
import { openApp } from '#tests/support/browser.ts'
import { testMainJob } from '#tests/support/main-job.ts'
import { freePort } from '#tests/support/free-port.ts'
import { startPortable, startScript } from '#tests/support/portable.ts'

// The script for Windows cannot be run here, nor this one there.
const own = targets.find((target) => target === `${process.platform}-${process.arch}`)

describe.runIf(own)('the USB edition, started by its own script with its own Node', () => {
  let out = ''
  let folder = ''
  let port = 0
  beforeAll(async () => {
    out = await mkdtemp(join(tmpdir(), 'caibao-portable-'))
    folder = await buildPortable({ out, wanted: own ? [own] : [], withOneFile: false })
    port = await freePort()
  }, 120_000)
  afterAll(() => rm(out, { recursive: true, force: true }))

  describe('the main job, offline', () => {
    testMainJob(() => openApp({ start: () => startPortable(folder, port) }))
  })

  test('keeps its database in the folder beside it', async () => {
    expect(await readdir(join(folder, names.data))).toContain('caibao.sqlite')
  })

  test('started again, it only says where it is open', async () => {
    const running = await startPortable(folder, port)
    const again = startScript(folder)
    expect(await again.ended).toBe(0)
    expect(again.said()).toBe(`采报已经在这台电脑上开着：${running.origin}/\n`)
    await running.stop()
  })

  test('never takes another port than the one the drafts lie under', async () => {
    const stranger = createServer((_request, response) => response.end('a printer'))
    const taken = await listen(stranger, { host: '127.0.0.1', port: 0 })
    await writeFile(join(folder, names.port), String(taken))
    const script = startScript(folder)
    expect(await script.ended).toBe(1)
    expect(script.said()).toContain(`别的程序占用了端口 ${taken}`)
    expect(script.said()).toContain('采报不会自己换端口')
    expect(script.said()).not.toContain('已启动')
    stranger.close()
  })
})
