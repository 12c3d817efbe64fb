import { openTable } from '#core/codes/open-table.ts'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { type ExportFormat, exportPeople, type ExportSources } from '#core/spreadsheet/export-people.ts'
import { importPeople } from '#core/spreadsheet/import-people.ts'
import { peopleTemplate } from '#core/spreadsheet/people-template.ts'
import { readTables } from '#core/spreadsheet/read-tables.ts'
import type { TabledPerson } from '#core/spreadsheet/record-tables.ts'
import {
  brokenOff,
  type SpreadsheetReply,
  type SpreadsheetRequest,
  type SpreadsheetSetting,
} from './spreadsheet-message.ts'

let sources: ExportSources | undefined
let growing: ReturnType<typeof startExport> | undefined

function open({ scheme, tables }: SpreadsheetSetting): ExportSources {
  const opened = new Map(tables.map(([id, data]) => [id, openTable(data)]))
  const lookup: TableLookup = { table: (id) => opened.get(id) }
  return { scheme, tables: lookup }
}

async function collected(pieces: AsyncIterable<Uint8Array<ArrayBuffer>>): Promise<Blob> {
  const kept: Uint8Array<ArrayBuffer>[] = []
  for await (const piece of pieces) kept.push(piece)
  return new Blob(kept)
}

/** An export that takes people as they are given to it. */
function startExport(format: ExportFormat, from: ExportSources, chosen: ReadonlySet<string> | undefined) {
  let give: (people: readonly TabledPerson[] | undefined) => void = () => undefined
  let taken: () => void = () => undefined
  async function* people(): AsyncGenerator<TabledPerson, void> {
    for (;;) {
      const more = await new Promise<readonly TabledPerson[] | undefined>((resolve) => {
        give = resolve
        taken()
      })
      if (!more) return
      yield* more
    }
  }
  const ready = (): Promise<void> =>
    new Promise((resolve) => {
      taken = resolve
    })
  const first = ready()
  const file = collected(exportPeople(people(), format, from, { chosen }))
  return {
    // Of an export that broke off nobody takes anything any more.
    first: Promise.race([first, file]),
    async more(batch: readonly TabledPerson[]): Promise<void> {
      const next = ready()
      give(batch)
      await Promise.race([next, file])
    },
    end(): Promise<Blob> {
      give(undefined)
      return file
    },
  }
}

async function read(
  request: Extract<SpreadsheetRequest, { kind: 'tables' | 'people' }>,
  from: ExportSources,
): Promise<SpreadsheetReply> {
  const { file, kind } = request
  const tables = await readTables({ name: file.name, content: file })
  if (!tables.ok) return { kind: 'refused', error: tables.error }
  if (kind === 'tables') return { kind: 'tables', tables: tables.value }
  return { kind: 'people', people: importPeople(tables.value, { ...from, newId: () => crypto.randomUUID() }) }
}

async function write(
  request: Exclude<SpreadsheetRequest, { kind: 'setting' | 'tables' | 'people' }>,
  from: ExportSources,
): Promise<SpreadsheetReply> {
  if (request.kind === 'template')
    return { kind: 'file', file: await collected(peopleTemplate(from.scheme, from.tables)) }
  if (request.kind === 'export') {
    growing = startExport(request.format, from, request.chosen)
    await growing.first
    return { kind: 'ready' }
  }
  if (request.kind === 'more') {
    await growing?.more(request.people)
    return { kind: 'ready' }
  }
  return { kind: 'file', file: (await growing?.end()) ?? new Blob([]) }
}

async function answer(request: Exclude<SpreadsheetRequest, { kind: 'setting' }>, from: ExportSources): Promise<void> {
  let reply: SpreadsheetReply
  try {
    reply =
      request.kind === 'tables' || request.kind === 'people' ? await read(request, from) : await write(request, from)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    reply = { kind: 'refused', error: brokenOff(request, reason) }
  }
  postMessage(reply)
}

addEventListener('message', ({ data }: MessageEvent<SpreadsheetRequest>) => {
  if (data.kind === 'setting') sources = open(data.setting)
  else if (sources) void answer(data, sources)
})
