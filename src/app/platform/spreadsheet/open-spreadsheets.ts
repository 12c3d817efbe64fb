import { trustedScriptUrl } from '#app/platform/pwa/trusted-script-url.ts'
import { ok, type Result } from '#core/errors/result.ts'
import type { ExportFormat } from '#core/spreadsheet/export-people.ts'
import type { ImportedPeople } from '#core/spreadsheet/import-people.ts'
import type { TabledPerson } from '#core/spreadsheet/record-tables.ts'
import type { Table } from '#core/spreadsheet/spreadsheet.ts'
import {
  brokenOff,
  type SpreadsheetReply,
  type SpreadsheetRequest,
  type SpreadsheetSetting,
} from './spreadsheet-message.ts'
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

/** Why there is no answer to a request, where the reply is none. */
const refusal = (request: SpreadsheetRequest, reply: SpreadsheetReply): Result<never> => ({
  ok: false,
  error: reply.kind === 'refused' ? reply.error : brokenOff(request, 'worker'),
})

/** A worker that is asked one thing after the other, until it ends. */
function startAsking(worker: Worker) {
  let settle: (reply: SpreadsheetReply) => void = () => undefined
  let refuse: (reason: string) => void = () => undefined
  /** Why nothing is answered any more. */
  let over: string | undefined
  function end(reason: string): void {
    over ??= reason
    refuse(over)
  }
  worker.addEventListener('message', ({ data }: MessageEvent<SpreadsheetReply>) => settle(data))
  // Of a script that cannot be had the event says nothing.
  worker.addEventListener('error', (event) => end('message' in event ? event.message : ''))

  function ask(request: SpreadsheetRequest): Promise<SpreadsheetReply> {
    return new Promise((resolve) => {
      settle = resolve
      refuse = (reason) => resolve({ kind: 'refused', error: brokenOff(request, reason) })
      if (over === undefined) worker.postMessage(request)
      else refuse(over)
    })
  }
  return { ask, end }
}

/** Starts the worker that knows the scheme. */
export function openSpreadsheets(setting: SpreadsheetSetting): Spreadsheets {
  const worker = new Worker(trustedScriptUrl(workerUrl), { type: 'module' })
  const { ask, end } = startAsking(worker)
  worker.postMessage({ kind: 'setting', setting } satisfies SpreadsheetRequest)

  async function fileOf(request: SpreadsheetRequest): Promise<Result<Blob>> {
    const reply = await ask(request)
    if (reply.kind === 'file') return ok(reply.file)
    return refusal(request, reply)
  }

  return {
    async tables(file) {
      const request = { kind: 'tables', file } as const
      const reply = await ask(request)
      return reply.kind === 'tables' ? ok(reply.tables) : refusal(request, reply)
    },
    async people(file) {
      const request = { kind: 'people', file } as const
      const reply = await ask(request)
      return reply.kind === 'people' ? ok(reply.people) : refusal(request, reply)
    },
    template: () => fileOf({ kind: 'template' }),
    async exportPeople(batches, format, chosen) {
      const started = await ask({ kind: 'export', format, ...(chosen && { chosen }) })
      if (started.kind === 'refused') return { ok: false, error: started.error }
      for await (const people of batches) {
        const reply = await ask({ kind: 'more', people })
        if (reply.kind === 'refused') return { ok: false, error: reply.error }
      }
      return fileOf({ kind: 'end' })
    },
    close() {
      end('closed')
      worker.terminate()
    },
  }
}
