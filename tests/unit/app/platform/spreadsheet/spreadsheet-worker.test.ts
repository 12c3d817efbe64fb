import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { SpreadsheetReply, SpreadsheetRequest } from '#app/platform/spreadsheet/spreadsheet-message.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

type Listener = (event: { readonly data: SpreadsheetRequest }) => void

/** The worker in this thread: what it is told, and what it answers to each. */
async function openWorker() {
  const { bundle } = await realCodes()
  let listen: Listener = () => undefined
  let hear: (reply: SpreadsheetReply) => void = () => undefined
  vi.resetModules()
  vi.stubGlobal('postMessage', (reply: SpreadsheetReply) => hear(reply))
  vi.stubGlobal('addEventListener', (_type: string, listener: Listener) => {
    listen = listener
  })
  await import('#app/platform/spreadsheet/spreadsheet-worker.ts')
  listen({ data: { kind: 'setting', setting: { scheme: bundle.scheme, tables: [] } } })
  return (request: SpreadsheetRequest): Promise<SpreadsheetReply> =>
    new Promise((resolve) => {
      hear = resolve
      listen({ data: request })
    })
}

const given = (record: PersonRecord) => ({ record, digest: 'a'.repeat(64) })
/** Somebody who cannot be written. */
const broken = (): PersonRecord => ({
  ...aPerson(),
  get basic(): never {
    throw new Error('broken')
  },
})

describe('the worker of spreadsheets', () => {
  let ask: Awaited<ReturnType<typeof openWorker>>
  beforeEach(async () => {
    ask = await openWorker()
  })
  afterEach(() => void vi.unstubAllGlobals())

  test('exports people batch by batch', async () => {
    expect(await ask({ kind: 'export', format: 'csv' })).toEqual({ kind: 'ready' })
    expect(await ask({ kind: 'more', people: [given(aPerson())] })).toEqual({ kind: 'ready' })
    expect(await ask({ kind: 'more', people: [] })).toEqual({ kind: 'ready' })
    const reply = await ask({ kind: 'end' })
    expect(reply.kind === 'file' && reply.file.size).toBeGreaterThan(1000)
  })

  test.each(['xlsx', 'csv'] as const)(
    'refuses what comes after an export to %s broke off, and goes on answering',
    async (format) => {
      const brokeOff = { kind: 'refused', error: { code: 'EXPORT_BROKE_OFF', params: { reason: 'broken' } } }
      await ask({ kind: 'export', format })
      expect(await ask({ kind: 'more', people: [given(aPerson()), given(broken())] })).toEqual(brokeOff)
      expect(await ask({ kind: 'more', people: [given(aPerson())] })).toEqual(brokeOff)
      expect(await ask({ kind: 'end' })).toEqual(brokeOff)
      expect(await ask({ kind: 'export', format })).toEqual({ kind: 'ready' })
    },
  )

  test('says of a file that cannot be read that it is not opened', async () => {
    const file = Object.assign(new File(['x'], 'a.csv'), { arrayBuffer: () => Promise.reject(new Error('gone')) })
    const notOpened = { kind: 'refused', error: { code: 'FILE_NOT_OPENED', params: { reason: 'gone' } } }
    expect(await ask({ kind: 'tables', file: Object.assign(file, { slice: () => file }) })).toEqual(notOpened)
  })
})
