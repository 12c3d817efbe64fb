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

/** What is told of a ZIP, of which no file comes to be checked, and what of it is done. */
async function toldOf(zip: Blob, name: string) {
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
  // eslint-disable-next-line typescript/no-unsafe-type-assertion -- all that is used of it where nobody is received
  await runReceiving([{ file: new File([zip], name), name, index: 0 }], done, desk as unknown as RunDesk)
  return { told, done: [...done] }
}

test('a ZIP without a file is refused with a reason, and is done', async () => {
  const error = { code: 'RECEIVE_EMPTY', params: { from: 'zip' } }
  expect(await toldOf(aZip([]), '空.zip')).toEqual({ told: [{ fileName: '空.zip', people: [], error }], done: [0] })
})

test('a file in a ZIP with a password is refused as such, by its name', async () => {
  const { told } = await toldOf(aZip([{ name: '韦莉.rpu', content: 'x', flags: 1 }]), '三班.zip')
  expect(told).toMatchObject([{ fileName: expect.stringContaining('韦莉.rpu'), error: { code: 'ZIP_ENCRYPTED' } }])
})
