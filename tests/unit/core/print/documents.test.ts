import { encode } from 'uqr'
import { beforeAll, describe, expect, it } from 'vitest'
import type { FontPack } from '#core/print/font-pack.ts'
import { type FormPrint, formPages } from '#core/print/form-document.ts'
import { a3Landscape, a4Landscape } from '#core/print/paper.ts'
import { pdfFile } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { renderTable } from '#core/print/table-document.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'
import { mediaBoxes } from '#tests/support/media-boxes.ts'
import { pdfText } from '#tests/support/pdf-text.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let packs: readonly FontPack[]
let codes: Awaited<ReturnType<typeof realCodes>>
const marks = { note: '采报', digest: '0123-4567-89ab-cdef', qr: encode('CAIBAO').data }

beforeAll(async () => {
  packs = allFontPacks()
  codes = await realCodes()
}, 60_000)

type Printed = Omit<FormPrint, 'scheme' | 'shownValue'>

async function printedFile(print: Printed): Promise<Uint8Array> {
  const fonts = new PrintFonts(packs)
  const { scheme } = codes.bundle
  const file = await pdfFile(formPages({ ...print, scheme, shownValue: (_field, value) => value }, fonts), fonts, '表')
  expect([...fonts.missing]).toEqual([])
  return file
}

const printed = async (print: Printed): Promise<readonly string[]> => pdfText(await printedFile(print))

/** Somebody with so many entries of education, so that what follows begins further down. */
const personWith = (count: number) =>
  aPerson({ education: Array.from({ length: count }, () => ({ school: '广西师范学院' })) })

describe('the form on paper', () => {
  it('says all that the record says, with digest and page numbers on each page', async () => {
    const awards = codes.bundle.scheme.sheets.find(({ key }) => key === 'awards')?.fields ?? []
    const award = Object.fromEntries(awards.map(({ key, kind }) => [key, kind === 'sequence' ? '' : '𠮷奖㛃']))
    const person = aPerson({ awards: Array.from({ length: 12 }, () => award) })
    const record = { ...person, basic: { ...person.basic, name: '韦晓𬱖𠮷' } }
    const pages = await printed({ record, marks })
    const text = pages.join('\n').replaceAll('\n', '')
    for (const value of Object.values(record.basic)) expect(text).toContain(value)
    const asked = awards.filter(({ kind }) => kind !== 'sequence').length
    expect(text.match(/𠮷奖㛃/gu)).toHaveLength(12 * asked)
    expect(pages.length).toBeGreaterThan(1)
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('校验码 0123-4567-89ab-cdef')
      expect(page).toContain(`第 ${index + 1} 页 / 共 ${pages.length} 页`)
    }
  })

  it('prints the name of every field on the blank form', async () => {
    const text = (await printed({ marks: { note: '空白表格' } })).join('\n').replaceAll('\n', '')
    expect(text).toContain('广西专业技术人员信息采集表')
    for (const sheet of codes.bundle.scheme.sheets) {
      expect(text).toContain(sheet.title)
      for (const { label } of sheet.fields.filter(({ kind }) => kind !== 'sequence')) expect(text).toContain(label)
    }
    expect(text).not.toContain('校验码')
  })

  it('begins a sheet where its first entry has room, blank and filled', async () => {
    const titles = new Set(codes.bundle.scheme.sheets.map(({ title }) => title))
    const foot = '表尾'
    const forms: readonly Pick<Printed, 'record'>[] = [
      {},
      ...Array.from({ length: 8 }, (_, count) => ({ record: personWith(count + 1) })),
    ]
    for (const form of forms) {
      const pages = await printed({ ...form, marks: { note: foot } })
      for (const lines of pages.map((page) => page.split('\n'))) {
        const begun = lines.filter((line, at) => titles.has(line) && lines[at + 1] === foot)
        expect(begun).toEqual([])
      }
    }
  })

  it('has room for 第一学历 and for 最高学历 when it is blank', async () => {
    const text = (await printed({ marks: { note: '空白表格' } })).join('\n').split('\n')
    expect(text.filter((line) => line.startsWith('第 2 条'))).toEqual(['第 2 条（最高学历）'])
    expect(text.filter((line) => line === '毕业院校')).toHaveLength(2)
    expect(text).toContain('第 1 条（第一学历）')
  })

  it('stands on upright A4, blank and filled, from the first page to the last', async () => {
    const titles = Array.from({ length: 30 }, () => ({ certificateNumber: 'B0612345' }))
    const [blank, filled] = await Promise.all([
      printedFile({ marks: { note: '空白表格' } }),
      printedFile({ record: aPerson({ titles }), marks }),
    ])
    for (const file of [blank, filled]) {
      const boxes = mediaBoxes(file)
      expect(boxes).toEqual(pdfText(file).map(() => '595.28 × 841.89'))
      expect(boxes.length).toBeGreaterThan(1)
    }
  })
})

describe('a long table', () => {
  it.each([a4Landscape, a3Landscape])('repeats its head and keeps every row', async (size) => {
    const rows = Array.from({ length: 300 }, (_, index) => [String(index + 1), `韦晓𬱖𠮷${index}`])
    const columns = [
      { title: '序号', share: 1 },
      { title: '姓名', share: 4 },
    ]
    const fonts = new PrintFonts(packs)
    const print = {
      title: '花名册',
      paper: size,
      columns,
      rows,
      totals: '共 300 人',
      boxes: [{ label: '单位盖章', foot: '年　月　日' }],
      pageTotal: (from: number, to: number) => `本页 ${to - from} 人`,
      marks,
    }
    const pages = pdfText(await pdfFile(renderTable(print, fonts), fonts, '花名册'))
    const names = pages.flatMap((page) => page.split('\n').filter((line) => line.startsWith('韦晓')))
    expect(names).toEqual(rows.map(([, name]) => name))
    expect(pages.filter((page) => page.includes('姓名')).length).toBeGreaterThanOrEqual(pages.length - 1)
    expect(pages.at(-1)).toContain('单位盖章')
    const perPage = pages.flatMap((page) => /本页 (\d+) 人/.exec(page)?.[1] ?? [])
    expect(perPage.reduce((sum, people) => sum + Number(people), 0)).toBe(300)
    expect(pages.join('\n')).toContain('共 300 人')
  })
})
