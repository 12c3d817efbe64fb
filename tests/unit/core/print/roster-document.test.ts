import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { encode } from 'uqr'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { columnWidths, tableRoom } from '#core/print/column-widths.ts'
import { a3Landscape, a4Landscape, type PaperSize, wrapText } from '#core/print/paper.ts'
import { pdfFile, type PdfPage } from '#core/print/pdf-file.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { mostRosterColumns, rosterTable } from '#core/print/roster-document.ts'
import { renderTable } from '#core/print/table-document.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

const count = 1000
const rare = ['𬱖', '𠮷', '㛃', '𫖯', '䲟', '·']
const people = Array.from({ length: count }, (_, index) => {
  const name = `韦${rare[index % rare.length]}${String(index).padStart(4, '0')}`
  const idNumber = `45252619790418${String(index).padStart(4, '0')}`
  const gender = index % 3 === 0 ? '男' : '女'
  const values = [name, gender, idNumber, '大学本科毕业', '中学一级教师', '2006年12月', '北流市第一中学（高中部）教师']
  return { name, idNumber, unit: '北流市第一中学', group: gender, values }
})
const columns = ['姓名', '性别', '身份证号', '学历', '资格名称', '签发时间', '现专业技术职务']
const marks = { note: '北流市第一中学', digest: '3f7a-91c2-0123-4567', qr: encode('caibao:roster/1').data }
const unit = { name: '北流市第一中学', orgCode: '12450981498811223X' }

let bytes: Uint8Array<ArrayBuffer>
let drawn: readonly PdfPage[]
let pages: readonly string[]
let folder: string
let missing: readonly string[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'caibao-roster-'))
  const fonts = new PrintFonts(allFontPacks())
  const title = '广西专业技术人员信息采集名册表'
  const paper = a4Landscape
  const print = { title, unit, printedOn: '2026-11-25', columns, people, order: 'pinyin', paper, marks } as const
  drawn = renderTable(rosterTable(print, fonts), fonts)
  bytes = await pdfFile(drawn, fonts, title)
  missing = [...fonts.missing]
  pages = pdfText(bytes)
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('the roster on paper', () => {
  test('repeats head, code and page number, and counts each page, what went before, and all', () => {
    expect(missing).toEqual([])
    let before = 0
    for (const [index, page] of pages.entries()) {
      expect(page).toContain('校验码 3f7a-91c2-0123-4567')
      expect(page).toContain(`第 ${index + 1} 页 / 共 ${pages.length} 页`)
      const [, here, groups = '', sum] = /本页小计：(\d+) 人：(.+?)　　累计 (\d+) 人/.exec(page) ?? []
      if (here === undefined) continue
      expect(page).toContain('身份证号')
      const told = [...groups.matchAll(/\d+/g)].reduce((all, [number]) => all + Number(number), 0)
      expect(told).toBe(Number(here))
      before += Number(here)
      expect(Number(sum)).toBe(before)
    }
    expect(before).toBe(count)
    expect(pages.join('')).toContain(`合计：${count} 人：女 666，男 334`)
    for (const box of ['填报人', '审核人', '单位负责人', '单位公章']) expect(pages.at(-1)).toContain(box)
  })

  test('has the day it was printed, room for the date in every box, and the QR code on every page', () => {
    expect(pages[0]).toContain('打印日期：2026-11-25')
    expect(pages.at(-1)?.match(/年　　月　　日/g)).toHaveLength(4)
    const dark = marks.qr.flat().filter(Boolean).length
    for (const { operators } of drawn) {
      const filled = operators.split('\n').filter((line) => line.startsWith('0 g ') && line.endsWith(' f 0 g'))
      expect(filled.map((line) => line.match(/ re/g)?.length)).toEqual([dark])
    }
  })

  test('stands in the order of strokes where that is wanted', () => {
    const fonts = new PrintFonts(allFontPacks())
    const some = ['黄一', '丁二', '韦三'].map((name) => ({ name, idNumber: '', unit: '', group: '', values: [name] }))
    const print = { title: '', unit, printedOn: '', columns: ['姓名'], people: some, paper: a4Landscape, marks }
    const order = (by: 'pinyin' | 'stroke') =>
      [...rosterTable({ ...print, order: by }, fonts).rows].map(([, name]) => name)
    expect(order('stroke')).toEqual(['丁二', '韦三', '黄一'])
    expect(order('pinyin')).toEqual(['丁二', '黄一', '韦三'])
  })

  const packs = allFontPacks()
  const drawnText = async (titles: readonly string[], values: readonly string[], paper: PaperSize = a4Landscape) => {
    const fonts = new PrintFonts(packs)
    const of = { name: '', idNumber: '', unit: '', group: '', values }
    const print = {
      title: '名册',
      unit,
      printedOn: '',
      columns: titles,
      people: [of, of],
      order: 'pinyin',
      paper,
      marks,
    } as const
    const texts = pdfText(await pdfFile(renderTable(rosterTable(print, fonts), fonts), fonts, '名册'))
    return { lines: texts.join('\n').split('\n'), table: rosterTable(print, fonts), fonts }
  }
  const long = '广西壮族自治区玉林市北流市教育局直属第一初级中学语文教研组'
  const own = ['覃小明', '女', '450102198001011234', '大学本科毕业', '中学一级教师', '2006年12月', long]

  test('breaks long texts before names, numbers and telephones where the page is too narrow for all', async () => {
    const values = [...own, long, long, '13877512345', 'qin@example.cn', long]
    const titles = [...columns, '单位', '通讯地址', '手机号码', '电子邮箱', '备注']
    for (const paper of [a4Landscape, a3Landscape]) {
      const { lines } = await drawnText(titles, values, paper)
      for (const whole of ['覃小明', '450102198001011234', '中学一级教师', '13877512345', 'qin@example.cn']) {
        expect(lines.filter((line) => line === whole)).toHaveLength(2)
      }
    }
  })

  test('has room for every column there may be, and for every row on its page', async () => {
    for (const paper of [a4Landscape, a3Landscape]) {
      const most = mostRosterColumns(paper)
      const titles = Array.from({ length: most }, (_, at) => `栏目名称${at}`)
      const { table, fonts } = await drawnText(titles, [...own, ...titles.slice(own.length).map(() => long)], paper)
      const room = tableRoom(paper)
      const widths = columnWidths(table.columns, room)
      expect(widths.reduce((sum, width) => sum + width, 0)).toBeCloseTo(room)
      for (const width of widths) expect(width).toBeGreaterThanOrEqual(3)
      expect(wrapText(long, Math.min(...widths) - 1, fonts).length).toBeLessThan(30)
    }
    expect(mostRosterColumns(a3Landscape)).toBeGreaterThan(mostRosterColumns(a4Landscape))
  })

  test('keeps every row exactly, rare characters included', () => {
    const lines = pages.join('\n').split('\n')
    for (const { values } of people) {
      const at = lines.indexOf(values[0] ?? '')
      expect(lines.slice(at, at + 6)).toEqual(values.slice(0, 6))
    }
  })

  // Poppler is the reader that other software uses; ours above stands in where it is not installed.
  const hasPoppler = spawnSync('pdftotext', ['-v']).status === 0
  test.runIf(hasPoppler)('reads the same in poppler', async () => {
    const file = join(folder, 'roster.pdf')
    await writeFile(file, bytes)
    const { stdout, stderr } = spawnSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8', maxBuffer: 1e8 })
    expect(stderr).toBe('')
    const flat = stdout.replace(/\s/gu, '')
    for (const { values } of people) expect(flat).toContain(values.slice(0, 6).join(''))
  })
})
