import { type FontPack, type PackEntry, packsFor } from '#core/print/font-pack.ts'
import { formPages } from '#core/print/form-document.ts'
import { drawnFonts, pageDrawing } from '#core/print/page-drawing.ts'
import { pdfFile } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { listFontPacks, loadFontPack } from './font-source.ts'
import { type PrintReply, type PrintRequest, shownKey } from './print-message.ts'

const tell = (reply: PrintReply): void => postMessage(reply)

/** What stands on the form whatever is filled in: ASCII, and the sentences of the layout. */
const always = String.fromCodePoint(...Array.from({ length: 95 }, (_, index) => index + 32))

function textOf({ scheme, record, shown, marks, title }: PrintRequest): string {
  return [always, JSON.stringify(scheme), JSON.stringify(record ?? {}), JSON.stringify(shown), marks.note, title].join(
    '',
  )
}

async function loadPacks(packs: readonly PackEntry[]): Promise<readonly FontPack[] | string> {
  const allBytes = packs.reduce((sum, { bytes }) => sum + bytes, 0)
  const loaded: FontPack[] = []
  let loadedBytes = 0
  for (const pack of packs) {
    tell({ kind: 'progress', loadedBytes, allBytes })
    try {
      loaded.push(await loadFontPack(pack))
    } catch {
      return pack.file
    }
    loadedBytes += pack.bytes
  }
  tell({ kind: 'progress', loadedBytes, allBytes })
  return loaded
}

async function print(request: PrintRequest): Promise<PrintReply> {
  const entries = await listFontPacks()
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
  const { scheme, record, marks, title, shown } = request
  const pages = formPages(
    {
      scheme,
      ...(record && { record }),
      marks,
      shownValue: (field, value) => shown[shownKey(field.key, value)] ?? value,
    },
    fonts,
  )
  const preview = { pages: pages.map(pageDrawing), fonts: drawnFonts(fonts) }
  return { kind: 'done', bytes: await pdfFile(pages, fonts, title), missing: [...fonts.missing], preview }
}

async function answer(request: PrintRequest): Promise<void> {
  try {
    tell(await print(request))
  } catch (thrown) {
    tell({ kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) })
  }
}

addEventListener('message', ({ data }: MessageEvent<PrintRequest>) => void answer(data))
