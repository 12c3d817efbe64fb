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
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'

const { parent: _parent, ...unit } = aUnit
const refusal = toChinese({ code: 'SERVER_KEY_OTHER', params: {} })

describe('a unit that is joined to a server', () => {
  let folder: string
  let app: OpenedApp

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-key-'))
    const starting = startServer(0, { CAIBAO_DATA: folder })
    app = await openApp({ path: '/unit', start: () => starting })
    app.page.setDefaultTimeout(30_000)
    await setUpTree(app.origin, await (await starting).setUpCode(), [unit])
    await managing(app).setUp(unit)
    await managing(app).connect('guanli')
    await managing(app).sync()
    // From here on somebody else answers, with a key of their own.
    const {
      kid,
      key: { publicJwk: key },
    } = await aReceiptSigner()
    await app.page.route('**/api/v1/server', async (route) => {
      const answer = await route.fetch()
      await route.fulfill({ response: answer, json: { ...(await answer.json()), kid, key } })
    })
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('exchanges nothing with one that signs with another key, and says so', async () => {
    let isAsked = false
    app.page.on('request', (request) => {
      isAsked ||= request.url().includes('/changes') || request.url().includes('/events')
    })
    await managing(app).sync()
    await app.page.getByText(refusal).first().waitFor()
    expect(isAsked).toBe(false)
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
