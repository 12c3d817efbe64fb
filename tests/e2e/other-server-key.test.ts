import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { startServer } from '#tests/support/app-server.ts'
import { aReceiptSigner } from '#tests/support/a-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { startLosingProxy } from '#tests/support/losing-proxy.ts'
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'

const { parent: _parent, ...unit } = aUnit
const refusal = toChinese({ code: 'UNIT_SERVER_KEY_OTHER', params: {} })

describe('a unit that is joined to a server', () => {
  let folder: string
  let app: OpenedApp
  let otherKey: object | undefined
  const asked: string[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-key-'))
    const server = await startServer(0, { CAIBAO_DATA: folder })
    const between = startLosingProxy(server, {
      async answers(url) {
        asked.push(url)
        if (!otherKey || url !== '/api/v1/server') return undefined
        return { ...(await (await fetch(server.origin + url)).json()), ...otherKey }
      },
    })
    app = await openApp({ path: '/unit', start: () => between })
    await setUpTree(app.origin, await server.setUpCode(), [unit])
    await managing(app).setUp(unit)
    await managing(app).connect('guanli')
    await managing(app).sync()
    // From here on somebody else answers, with a key of their own.
    const {
      kid,
      key: { publicJwk: key },
    } = await aReceiptSigner()
    otherKey = { kid, key }
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('exchanges nothing with one that signs with another key, and says so', async () => {
    asked.length = 0
    await managing(app).sync()
    await app.page.getByText(refusal).first().waitFor()
    expect(asked).toContain('/api/v1/server')
    expect(asked.filter((url) => /\/(?:changes|events)/.test(url))).toEqual([])
    expect(await findAxeViolations(app.page)).toEqual([])
  })

  test('issues no task for uploads there', async () => {
    await managing(app).open('本单位')
    const section = app.page.locator('section.task-issue')
    await section.getByLabel('可以网上报送').check()
    await section.getByRole('button', { name: '签发采集任务' }).click()
    await section.getByText(refusal).waitFor()
    expect(await section.getByRole('listitem').count()).toBe(0)
  })
})
