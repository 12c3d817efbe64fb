import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyLog } from '#server/store/log.ts'
import { openStore } from '#server/store/open-store.ts'
import { startServer } from '#tests/support/app-server.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { keepsProfile } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { aHoldingLine, type HoldingLine, holds } from '#tests/support/holding-line.ts'
import { openUnitOffice, type UnitOffice } from '#tests/support/unit-office.ts'

let app: OpenedApp
let line: HoldingLine
let office: UnitOffice
let folder: string
let draftPath = ''

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-killed-'))
  const server = await startServer(0, { CAIBAO_DATA: folder })
  line = await aHoldingLine(server.port)
  app = await openApp({ start: () => Promise.resolve({ ...server, origin: line.origin, port: line.port }) })
  office = await openUnitOffice(line.origin, await server.setUpCode())
  await app.page.goto(`${app.origin}/tasks${office.taskFragment}`)
  await app.page.getByRole('button', { name: '已核对，按此任务填写' }).click()
  await app.page.getByText('由采集任务（北流市第一中学）确定，不能改。').first().waitFor()
  draftPath = new URL(app.page.url()).pathname
  await fillDraft(app.page, { hasUnit: true })
})
afterAll(async () => {
  line.close()
  await app.close()
  await rm(folder, { recursive: true, force: true })
})

/** Changes something and generates: the file is on its way at once. */
async function handIn(mobile: string): Promise<void> {
  const { page } = app
  await page.goto(app.origin + draftPath)
  await page.getByRole('textbox', { name: /手机号码/ }).waitFor()
  await fillingIn(page).type('手机号码', mobile)
  await fillingIn(page).untilSaved()
  await generateAny(app)
}

/** After the browser came back: everything arrived once and has its receipt. */
async function onceAfter(count: number): Promise<readonly number[]> {
  line.release()
  await app.relaunch('/outbox')
  await app.page.getByRole('heading', { name: `已送达 ${count}` }).waitFor({ timeout: 30_000 })
  await expect.poll(() => app.page.getByText('服务器已收到，有回执').count()).toBe(count)
  return (await office.arrivals()).map(({ content }) => content.revision)
}

const revisionsTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1)

describe.runIf(keepsProfile)('a browser that is killed while it sends', () => {
  test.for(holds.map((at, index) => ({ at, count: index + 1 })))(
    '$at: the submission arrives once',
    async ({ at, count }) => {
      const held = line.holdNext(at)
      await handIn(`1390000000${count}`)
      await held
      await app.kill()
      expect(await onceAfter(count)).toEqual(revisionsTo(count))
    },
  )

  test('between the answer and writing it down: the submission arrives once', async () => {
    const count = holds.length + 1
    // The page stands still where it would write that it is delivered.
    await app.context.addInitScript(() => {
      const put: unknown = Reflect.get(IDBObjectStore.prototype, 'put')
      if (typeof put !== 'function') return
      const stuck = function stuck(this: IDBObjectStore, value: unknown, ...rest: readonly unknown[]): unknown {
        const text = JSON.stringify(value)
        const isNew = this.name === 'outbox' && text.includes('"name":"delivered"') && text.includes('"revision":5')
        if (isNew) for (;;) performance.now()
        return Reflect.apply(put, this, [value, ...rest])
      }
      Object.assign(IDBObjectStore.prototype, { put: stuck })
    })
    const answered = line.answered()
    await handIn(`1390000000${count}`)
    await answered
    await app.kill()
    expect(await onceAfter(count)).toEqual(revisionsTo(count))
  })

  test('the log of the server is whole', async () => {
    const store = await openStore({ dataFolder: folder })
    const { fault } = await verifyLog(store.reader)
    const rows = await store.reader.selectFrom('submission').select('digest').execute()
    await store.close()
    expect(fault).toBeUndefined()
    expect(new Set(rows.map(({ digest }) => digest)).size).toBe(rows.length)
    expect(rows).toHaveLength(holds.length + 1)
  })
})
