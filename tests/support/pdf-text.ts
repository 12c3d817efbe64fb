import { inflateSync } from 'node:zlib'

function streamOf(file: Buffer, id: string): string {
  const start = file.indexOf(`\n${id} 0 obj\n`)
  const head = file.subarray(start, start + 200).toString('latin1')
  const length = Number(/\/Length (\d+)/.exec(head)?.[1])
  const at = file.indexOf('>>stream\n', start) + 9
  return inflateSync(file.subarray(at, at + length)).toString('latin1')
}

function utf16(hex: string): string {
  return Buffer.from(hex, 'hex').swap16().toString('utf16le')
}

function unicodeOf(file: Buffer, body: string): ReadonlyMap<string, string>[] {
  return [...body.matchAll(/\/ToUnicode (\d+) 0 R/g)].map(([, id]) => {
    const map = streamOf(file, id ?? '')
    return new Map([...map.matchAll(/<(\w{4})> <(\w+)>/g)].map(([, glyph, hex]) => [glyph ?? '', utf16(hex ?? '')]))
  })
}

/** Text of each page, one line for each text operator: what a reader copies out of the file, by ToUnicode alone. */
export function pdfText(bytes: Uint8Array): readonly string[] {
  const file = Buffer.from(bytes)
  const body = file.toString('latin1')
  const fonts = unicodeOf(file, body)
  return [...body.matchAll(/\/Contents\[([\d R]+)\]/g)].map(([, contents = '']) => {
    const streams = [...contents.matchAll(/(\d+) 0 R/g)].map(([, id]) => streamOf(file, id ?? ''))
    const blocks = streams.join('').matchAll(/BT (.*?) ET/g)
    return [...blocks].map(([, block]) => lineOf(block ?? '', fonts)).join('\n')
  })
}

function lineOf(block: string, fonts: readonly ReadonlyMap<string, string>[]): string {
  return [...block.matchAll(/\/F(\d+) [\d.]+ Tf<(\w+)>Tj/g)]
    .flatMap(([, font, hex]) => (hex?.match(/.{4}/g) ?? []).map((glyph) => fonts[Number(font)]?.get(glyph) ?? '\uFFFD'))
    .join('')
}
