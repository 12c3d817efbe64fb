import { type FontPack, type PackEntry, packsFor } from '#core/print/font-pack.ts'
import { formPages } from '#core/print/form-document.ts'
import { drawnFonts, pageDrawing } from '#core/print/page-drawing.ts'
import { pdfFile, type PdfPage } from '#core/print/pdf-file.ts'
import { posterPages } from '#core/print/poster-document.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { type RosterPerson, rosterTable } from '#core/print/roster-document.ts'
import { slipPages } from '#core/print/slip-document.ts'
import { renderTable, renderTables } from '#core/print/table-document.ts'
import { totalsTables } from '#core/print/totals-document.ts'
import { listFontPacks } from './font-source.ts'
import { loadFontPack } from './kept-packs.ts'
import { type PrintMessage, type PrintReply, type PrintRequest, shownKey } from './print-message.ts'

const tell = (reply: PrintReply): void => postMessage(reply)

/** Shares of the work: fetching the glyphs, then laying out; the rest is putting the file together. */
const [fontShare, layoutShare] = [0.3, 0.5]
const mostPreviewed = 20

/** What stands on the form whatever is filled in: ASCII, and the sentences of the layout. */
const always = String.fromCodePoint(...Array.from({ length: 95 }, (_, index) => index + 32))

/** Every character that may be drawn. */
const textOf = (request: PrintRequest): string => always + JSON.stringify(request)

async function loadPacks(packs: readonly PackEntry[]): Promise<readonly FontPack[] | string> {
  const allBytes = Math.max(
    1,
    packs.reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const loaded: FontPack[] = []
  let loadedBytes = 0
  for (const pack of packs) {
    tell({ kind: 'progress', share: (fontShare * loadedBytes) / allBytes })
    try {
      loaded.push(await loadFontPack(pack))
    } catch {
      return pack.file
    }
    loadedBytes += pack.bytes
  }
  tell({ kind: 'progress', share: fontShare })
  return loaded
}

function pagesOf(request: PrintRequest, fonts: PrintFonts): readonly PdfPage[] {
  switch (request.kind) {
    case 'form':
      return formPages(
        { ...request, shownValue: (field, value) => request.shown[shownKey(field.key, value)] ?? value },
        fonts,
      )
    case 'roster': {
      const table = rosterTable(request.roster, fonts)
      const all = Math.max(1, request.roster.people.length)
      const onProgress = (rows: number): void =>
        tell({ kind: 'progress', share: fontShare + (layoutShare * rows) / all })
      return renderTable({ ...table, onProgress }, fonts)
    }
    case 'tables':
      return renderTables(request.tables, fonts)
    case 'totals':
      return renderTables(totalsTables(request.totals), fonts)
    case 'slip':
      return slipPages(request.slip, fonts)
    case 'poster':
      return posterPages(request.poster, fonts)
  }
}

async function print(request: PrintRequest): Promise<PrintReply> {
  const entries = await listFontPacks().catch(() => undefined)
  if (!entries) return { kind: 'partsMissing' }
  const text = textOf(request)
  const common = entries.filter((entry) => entry.common)
  const needed = new Set([...common, ...packsFor(text, entries).packs])
  const loaded = await loadPacks([...needed])
  if (typeof loaded === 'string') {
    const lost = entries.filter(({ file }) => file === loaded)
    const characters = [...new Set(text)].filter((character) => packsFor(character, lost).packs.length > 0).join('')
    return { kind: 'fontsMissing', characters }
  }
  const fonts = new PrintFonts(loaded)
  const pages = pagesOf(request, fonts)
  tell({ kind: 'progress', share: fontShare + layoutShare })
  // A long paper is looked at in the file.
  const shown = pages.length <= mostPreviewed ? pages : []
  const preview = { pages: shown.map(pageDrawing), fonts: shown.length > 0 ? drawnFonts(fonts) : [] }
  const bytes = await pdfFile(pages, fonts, request.title)
  return { kind: 'done', bytes, missing: [...fonts.missing], pageTotal: pages.length, preview }
}

async function answer(request: PrintRequest): Promise<void> {
  try {
    tell(await print(request))
  } catch (thrown) {
    tell({ kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

/** People of a roster that is still to come. */
const ahead: RosterPerson[] = []

function take(message: PrintMessage): void {
  if (message.kind === 'people') for (const person of message.people) ahead.push(person)
  else if (message.kind === 'roster') void answer({ ...message, roster: { ...message.roster, people: ahead } })
  else void answer(message)
}

addEventListener('message', ({ data }: MessageEvent<PrintMessage>) => take(data))
