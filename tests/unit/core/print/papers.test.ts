import { encode } from 'uqr'
import { beforeAll, expect, test } from 'vitest'
import type { FontPack } from '#core/print/font-pack.ts'
import { pageDrawing } from '#core/print/page-drawing.ts'
import { footHeight, margin } from '#core/print/page-marks.ts'
import { pdfFile, type PdfPage } from '#core/print/pdf-file.ts'
import { posterPages } from '#core/print/poster-document.ts'
import { PrintFonts } from '#core/print/print-fonts.ts'
import { slipPages } from '#core/print/slip-document.ts'
import { allFontPacks } from '#tests/support/font-packs.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

let packs: readonly FontPack[]
beforeAll(() => {
  packs = allFontPacks()
}, 60_000)

async function printed(draw: (fonts: PrintFonts) => readonly PdfPage[]): Promise<readonly string[]> {
  const fonts = new PrintFonts(packs)
  const pages = pdfText(await pdfFile(draw(fonts), fonts, '单位的纸'))
  expect([...fonts.missing]).toEqual([])
  return pages.map((page) => page.replaceAll('\n', ''))
}

test('a return slip says who, which places, why, and how to answer; a long one goes on the next page', async () => {
  const comment = { place: '基本信息 · 手机号码', reason: '与原件不一致', text: '与登记表上的号码不一样，𬱖。' }
  const slip = {
    unit: '北流市第一中学',
    name: '韦晓𬱖',
    revision: 2,
    returnedOn: '2026-11-25',
    fingerprint: '3f7a-91c2',
    marks: { note: '退回单', digest: '0123-4567-89ab-cdef' },
  }
  const [short = ''] = await printed((fonts) =>
    slipPages({ ...slip, comments: [comment], qr: encode('#slip=1.x').data }, fonts),
  )
  for (const said of ['退　回　单', '韦晓𬱖', '第 2 版', comment.place, comment.reason, comment.text, '二维码']) {
    expect(short).toContain(said)
  }
  const long = await printed((fonts) =>
    slipPages({ ...slip, comments: Array.from({ length: 40 }, () => comment) }, fonts),
  )
  expect(long.length).toBeGreaterThan(1)
  expect(long.join('').match(/与原件不一致/gu)).toHaveLength(40)
  expect(long.at(-1)).toContain('退回单文件（.rtn）')
})

test('a name with hidden characters shows them on the slip', async () => {
  const slip = { unit: '第一中学', name: '黄\u202E莉', revision: 1, returnedOn: '2026-11-25', fingerprint: '3f7a-91c2' }
  const [page = ''] = await printed((fonts) => slipPages({ ...slip, comments: [], marks: { note: '退回单' } }, fonts))
  expect(page).toContain('黄‹U+202E›莉')
  expect(page).not.toContain('\u202E')
})

test('a remark of many lines goes on over pages, under the place it is about, none of it below their foot', async () => {
  const said = Array.from({ length: 160 }, (_, at) => `第${at + 1}项`)
  const slip = {
    unit: '北流市第一中学',
    name: '韦晓',
    revision: 1,
    returnedOn: '2026-11-25',
    fingerprint: '3f7a-91c2',
    comments: ['甲', '乙'].map((place) => ({ place, reason: '其他', text: said.join('\n') })),
    marks: { note: '退回单' },
  }
  const fonts = new PrintFonts(packs)
  const pages = slipPages(slip, fonts)
  const footOfText = margin + footHeight - 20
  for (const { steps } of pages.map(pageDrawing)) {
    const frames = steps.flatMap((step) => (step.kind === 'frame' ? [step.box] : []))
    for (const { y } of frames) expect(y).toBeGreaterThanOrEqual(footOfText)
    const texts = steps.flatMap((step) => (step.kind === 'text' ? [step.y] : []))
    // The marks of the page stand below.
    expect(texts.filter((y) => y < footOfText)).toHaveLength(2)
  }
  const lines = pdfText(await pdfFile(pages, fonts, '退回单')).map((page) => page.split('\n'))
  expect(lines.flat().filter((line) => /^第\d+项$/.test(line))).toEqual([...said, ...said])
  expect(lines.length).toBeGreaterThan(4)
  expect(lines.flat().filter((line) => /^[甲乙]（续）$/.test(line)).length).toBeGreaterThan(3)
})

test('the poster of a task is one page with unit, deadline, fingerprint and what to do', async () => {
  const poster = {
    unit: '北流市第一中学',
    scheme: '广西专业技术人员信息采集表',
    deadline: '请在 2026-12-31 前完成',
    fingerprint: '3f7a-91c2-3f7a-91c2',
    address: 'https://caibao.example.cn/tasks',
    qr: encode('https://caibao.example.cn/tasks#task=1.x', { border: 4 }).data,
  }
  const pages = await printed((fonts) => posterPages(poster, fonts))
  expect(pages).toHaveLength(1)
  for (const said of [poster.unit, poster.deadline, poster.fingerprint, poster.address, '生成报送']) {
    expect(pages[0]).toContain(said)
  }
})
