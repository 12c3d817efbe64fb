import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openSpreadsheets } from '#app/platform/spreadsheet/open-spreadsheets.ts'
import type {
  SpreadsheetReply,
  SpreadsheetRequest,
  SpreadsheetSetting,
} from '#app/platform/spreadsheet/spreadsheet-message.ts'

/** A worker as the page knows one: what it is told is answered by the test. */
class FakeWorker extends EventTarget {
  readonly told: SpreadsheetRequest['kind'][] = []
  constructor() {
    super()
    workers.push(this)
  }
  postMessage({ kind }: SpreadsheetRequest): void {
    this.told.push(kind)
  }
  terminate(): void {
    this.told.push('end')
  }
  reply(data: SpreadsheetReply): void {
    this.dispatchEvent(Object.assign(new Event('message'), { data }))
  }
}
const workers: FakeWorker[] = []
// eslint-disable-next-line typescript/no-unsafe-type-assertion -- no fake worker looks at it
const setting = {} as SpreadsheetSetting
const file = new File([''], 'a.csv')
const failed = (code: string, reason: string) => ({ ok: false, error: { code, params: { reason } } })
async function* batches() {
  yield []
  yield []
}

beforeEach(() => {
  workers.length = 0
  vi.stubGlobal('window', {})
  vi.stubGlobal('Worker', FakeWorker)
})
afterEach(() => vi.unstubAllGlobals())

describe('a worker of spreadsheets that fails', () => {
  test.each(['people', 'tables'] as const)('while it reads %s leaves a file that was not opened', async (kind) => {
    const read = openSpreadsheets(setting)[kind](file)
    workers[0]?.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }))
    expect(await read).toEqual(failed('FILE_NOT_OPENED', 'out of memory'))
  })

  test('amid an export says so of the export, where no file was opened', async () => {
    const sheets = openSpreadsheets(setting)
    const made = sheets.exportPeople(batches(), 'xlsx')
    workers[0]?.reply({ kind: 'ready' })
    await expect.poll(() => workers[0]?.told).toContain('more')
    workers[0]?.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }))
    expect(await made).toEqual(failed('EXPORT_BROKE_OFF', 'out of memory'))
  })

  test('before it was asked, for it cannot be had, keeps nobody waiting', async () => {
    const sheets = openSpreadsheets(setting)
    workers[0]?.dispatchEvent(new Event('error'))
    expect(await sheets.exportPeople(batches(), 'csv')).toEqual(failed('EXPORT_BROKE_OFF', ''))
    expect(await sheets.template()).toEqual(failed('EXPORT_BROKE_OFF', ''))
    expect(await sheets.people(file)).toEqual(failed('FILE_NOT_OPENED', 'worker'))
  })
})
