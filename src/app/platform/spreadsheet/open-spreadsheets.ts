import { trustedScriptUrl } from '#app/platform/pwa/trusted-script-url.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import type { ExportFormat } from '#core/spreadsheet/export-people.ts'
import type { ImportedPeople } from '#core/spreadsheet/import-people.ts'
import type { TabledPerson } from '#core/spreadsheet/record-tables.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import type { SpreadsheetReply, SpreadsheetRequest, SpreadsheetSetting } from './spreadsheet-message.ts'
// eslint-disable-next-line import/default -- Vite gives the address of the built worker
import workerUrl from './spreadsheet-worker.ts?worker&url'

/** Spreadsheets read and written beside the page. */
export interface Spreadsheets {
  readonly tables: (file: File) => Promise<Result<readonly Table[]>>
  readonly people: (file: File) => Promise<Result<ImportedPeople>>
  readonly template: () => Promise<Result<Blob>>
  /** Writes people given in batches, all columns or those chosen; `close` stops it. */
  readonly exportPeople: (
    batches: AsyncIterable<readonly TabledPerson[]>,
    format: ExportFormat,
    chosen?: ReadonlySet<string>,
  ) => Promise<Result<Blob>>
  readonly close: () => void
}

const unexpected = fail('FILE_NOT_OPENED', { reason: 'worker' })

/** Starts the worker that knows the scheme. */
export function openSpreadsheets(setting: SpreadsheetSetting): Spreadsheets {
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: 'module' })
  let settle: (reply: SpreadsheetReply) => void = () => undefined
  let isClosed = false
  const refuse = (reason: string): void => settle({ kind: 'refused', error: fail('FILE_NOT_OPENED', { reason }).error })
  worker.addEventListener('message', ({ data }: MessageEvent<SpreadsheetReply>) => settle(data))
  worker.addEventListener('error', ({ message }) => refuse(message))

  function ask(request: SpreadsheetRequest): Promise<SpreadsheetReply> {
    return new Promise((resolve) => {
      settle = resolve
      if (isClosed) refuse('closed')
      else worker.postMessage(request)
    })
  }
  worker.postMessage({ kind: 'setting', setting } satisfies SpreadsheetRequest)

  async function fileOf(request: SpreadsheetRequest): Promise<Result<Blob>> {
    const reply = await ask(request)
    if (reply.kind === 'file') return ok(reply.file)
    return reply.kind === 'refused' ? { ok: false, error: reply.error } : unexpected
  }

  return {
    async tables(file) {
      const reply = await ask({ kind: 'tables', file })
      if (reply.kind === 'tables') return ok(reply.tables)
      return reply.kind === 'refused' ? { ok: false, error: reply.error } : unexpected
    },
    async people(file) {
      const reply = await ask({ kind: 'people', file })
      if (reply.kind === 'people') return ok(reply.people)
      return reply.kind === 'refused' ? { ok: false, error: reply.error } : unexpected
    },
    template: () => fileOf({ kind: 'template' }),
    async exportPeople(batches, format, chosen) {
      await ask({ kind: 'export', format, ...(chosen && { chosen }) })
      for await (const people of batches) {
        const reply = await ask({ kind: 'more', people })
        if (reply.kind === 'refused') return { ok: false, error: reply.error }
      }
      return fileOf({ kind: 'end' })
    },
    close() {
      isClosed = true
      refuse('closed')
      worker.terminate()
    },
  }
}
