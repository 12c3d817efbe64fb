import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTask } from '#core/sync/tasks.ts'
import { startServer } from '#tests/support/app-server.ts'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { setUpTree } from '#tests/support/clerk.ts'
import { keepsProfile } from '#tests/support/engine.ts'
import { managing } from '#tests/support/managing.ts'
import { syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const people = 600
const inOneRequest = 100
const { parent: _parent, ...unit } = aUnit

describe.runIf(keepsProfile)('what people handed in over the network', () => {
  let folder: string
  let app: OpenedApp

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'caibao-pull-'))
    const starting = startServer(0, { CAIBAO_DATA: folder })
    app = await openApp({ path: '/unit', start: () => starting })
    const tree = await setUpTree(app.origin, await (await starting).setUpCode(), [unit])
    const made = await tree.admin.call({ ...createTask, body: { id: crypto.randomUUID(), orgId: tree.orgId(unit) } })
    let items: { readonly file: string }[] = []
    const send = async (): Promise<void> => {
      const answer = await fetch(`${app.origin}/api/v1/submissions/batch`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${made.token}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ items }),
      })
      if (!answer.ok) throw new Error(await answer.text())
      items = []
    }
    for await (const { text } of syntheticSubmissions(people, {
      employer: { name: unit.name, division: unit.division },
    })) {
      items.push({ file: text })
      if (items.length === inOneRequest) await send()
    }
  })
  afterAll(async () => {
    await app.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
  })

  test('comes down whole and once, although the browser is killed in the middle', async () => {
    await managing(app).setUp(unit)
    await managing(app).connect('guanli')
    await app.page.getByText(/收到网上报送：\d+/).waitFor()
    await app.kill()
    await app.relaunch('/unit/sync')
    await managing(app).unlock()
    await managing(app).signInAgain('guanli')
    await managing(app).sync()
    await app.page.getByText('这里做的每一步服务器都有了').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await managing(app).open('检查')
    await app.page.getByText(`${people} 人`, { exact: true }).waitFor()
  })
})
