import { expect, test } from 'vitest'
import { type RunDesk, runReceiving } from '#app/management/stores/receive-everything.ts'
import type { ReceivedFile } from '#app/management/stores/receive-file.ts'
import { ok } from '#core/errors/result.ts'
import { tablesPage } from '#tests/support/tables-page.ts'
import { aZip } from '#tests/support/zips.ts'

test('a folder without a file is told as such, and nothing of it is left for later', async () => {
  const { receiver, sessions } = await tablesPage()
  await receiver.receive([[]])
  expect(receiver.error).toEqual({ code: 'RECEIVE_EMPTY', params: { from: 'folder' } })
  expect(receiver.isUnderWay).toBe(false)
  expect([sessions.left, sessions.offered]).toEqual([0, []])
  expect(receiver.interrupted).toBeUndefined()
})

test('a ZIP without a file is refused with a reason, and is done', async () => {
  const told: ReceivedFile[] = []
  const desk = {
    cases: {},
    checker: { width: 1, checkFiles: async () => ok({ files: [{ kind: 'zip' }] }) },
    plan: () => ({ changes: () => [] }),
    mark: () => Promise.resolve(),
    progress: () => Promise.resolve({}),
    goesOn: () => Promise.resolve(true),
    expect: () => undefined,
    tell: (results: readonly ReceivedFile[]) => void told.push(...results),
  }
  const done = new Set<number>()
  const queue = [{ file: new File([aZip([])], '空.zip'), name: '空.zip', index: 0 }]
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of it where nobody is received
  await runReceiving(queue, done, desk as unknown as RunDesk)
  const error = { code: 'RECEIVE_EMPTY', params: { from: 'zip' } }
  expect(told).toEqual([{ fileName: '空.zip', people: [], error }])
  expect([...done]).toEqual([0])
})
