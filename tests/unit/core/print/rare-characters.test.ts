import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Paper, a4 } from '#core/print/paper.ts'
import { pdfFile } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

// The Han of GB 18030-2022 through extension F: first and last code point of each block.
const blocks = [
  ['CJK Unified Ideographs', 0x4e00, 0x9fef],
  ['Extension A', 0x3400, 0x4db5],
  // HanaMinB draws U+20000 as nothing: it is named to the person instead (last test).
  ['Extension B', 0x20001, 0x2a6d6],
  ['Extension C', 0x2a700, 0x2b734],
  ['Extension D', 0x2b740, 0x2b81d],
  ['Extension E', 0x2b820, 0x2cea1],
  ['Extension F', 0x2ceb0, 0x2ebe0],
] as const
// 〇, and what GB 18030 has among the compatibility ideographs.
const outsideBlocks = [
  0x3007, 0xf92c, 0xf979, 0xf995, 0xf9e7, 0xf9f1, 0xfa0c, 0xfa0d, 0xfa0e, 0xfa0f, 0xfa11, 0xfa13, 0xfa14, 0xfa18,
  0xfa1f, 0xfa20, 0xfa21, 0xfa23, 0xfa24, 0xfa27, 0xfa28, 0xfa29,
]
const perLine = 40
const linesPerPage = 60
const packs = allFontPacks()
const hasPdftotext = spawnSync('pdftotext', ['-v']).error === undefined
if (!hasPdftotext) process.stderr.write('pdftotext is NOT installed: printed text is read by our own reader only\n')

function linesOf(first: number, last: number): readonly string[] {
  const codePoints = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const lines = Array.from({ length: Math.ceil(codePoints.length / perLine) }, (_, line) =>
    codePoints.slice(line * perLine, (line + 1) * perLine),
  )
  return lines.map((line) => String.fromCodePoint(...line))
}

function draw(lines: readonly string[], fonts: PrintFonts): Promise<Uint8Array> {
  const paper = new Paper(a4, fonts)
  lines.forEach((line, index) => {
    if (index > 0 && index % linesPerPage === 0) paper.newPage()
    paper.line(30, 30 + (index % linesPerPage) * 13, 12, line)
  })
  return pdfFile(paper.pages(), fonts, '测试')
}

function readByPdftotext(bytes: Uint8Array): string {
  const folder = mkdtempSync(join(tmpdir(), 'caibao-print-'))
  try {
    writeFileSync(join(folder, 'page.pdf'), bytes)
    const { stdout, stderr } = spawnSync('pdftotext', ['-raw', join(folder, 'page.pdf'), '-'], { maxBuffer: 2 ** 28 })
    return stderr.toString() + stdout.toString()
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('every Han character of GB 18030 through extension F but U+20000', () => {
  it.each(blocks)('%s is drawn and copied out unchanged', { timeout: 60_000 }, async (_name, first, last) => {
    const lines = linesOf(first, last)
    const fonts = new PrintFonts(packs)
    const file = await draw(lines, fonts)
    expect([...fonts.missing]).toEqual([])
    // An empty outline would be a gap on paper.
    expect(fonts.used.flatMap(({ outlines }) => outlines.slice(1).filter(({ length }) => length === 0))).toEqual([])
    expect(pdfText(file).join('\n') === lines.join('\n')).toBe(true)
    const copied = hasPdftotext ? readByPdftotext(file) : pdfText(file).join('')
    expect(copied.replaceAll(/\s/g, '') === lines.join('')).toBe(true)
  })

  it('those outside the blocks are drawn and copied out unchanged', async () => {
    const others = String.fromCodePoint(...outsideBlocks)
    const fonts = new PrintFonts(packs)
    const file = await draw([others], fonts)
    expect(pdfText(file)).toEqual([others])
    expect((hasPdftotext ? readByPdftotext(file) : others).replaceAll(/\s/g, '')).toBe(others)
    expect([...fonts.missing]).toEqual([])
  })

  it('names a character that no pack has', async () => {
    const fonts = new PrintFonts(packs)
    const file = await draw(['韦晓𬱖𠮷\u{20000}\u{323AF}'], fonts)
    expect([...fonts.missing]).toEqual(['\u{20000}', '\u{323AF}'])
    expect(pdfText(file)).toEqual(['韦晓𬱖𠮷'])
  })
})
