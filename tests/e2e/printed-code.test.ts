import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { formatDigest } from '#core/submission/digest.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import type { Locator } from 'playwright-core'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { footsOf, hasPoppler, type Picture, qrIn } from '#tests/support/codes-on-paper.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { generateAny } from '#tests/support/generate-submission.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

/** The lower right corner of a page in the preview. */
async function cornerOf(canvas: Locator): Promise<Picture> {
  const { width, height, reds } = await canvas.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement)) throw new Error('the preview is a canvas')
    const [x, y] = [Math.floor(element.width * 0.7), Math.floor(element.height * 0.875)]
    const corner = element.getContext('2d')?.getImageData(x, y, element.width - x, element.height - y)
    if (!corner) throw new Error('the canvas cannot be drawn on')
    return { width: corner.width, height: corner.height, reds: [...corner.data].filter((_, at) => at % 4 === 0) }
  })
  return { width, height, points: Uint8ClampedArray.from(reds.flatMap((red) => [red, red, red, 255])) }
}

if (!hasPoppler) process.stderr.write('pdftoppm is NOT installed: codes on paper are read from the preview only\n')

describe('the code on the printed form', () => {
  let app: OpenedApp
  let digest = ''
  beforeAll(async () => {
    // As sharp as paper.
    app = await openApp({ path: '/new', ...(hasDebugger && { launch: { deviceScaleFactor: 4 } }) })
    const { page } = app
    page.setDefaultTimeout(20_000)
    await fillDraft(page)
    const draft = new URL(page.url()).pathname.split('/').slice(0, 3).join('/')
    const file = await generateAny(app)
    const read = await readSubmission(await readFile(file.path, 'utf8'))
    if (read.ok) digest = read.value.digest
    await page.goto(`${app.origin}${draft}/print`)
    await page.getByRole('img', { name: /^第 1 页/ }).waitFor()
  })
  afterAll(() => app.close())

  test('names the submission on every page of the file', async () => {
    await app.page.getByText('每页印有校验码和二维码，与最近一次报送文件一致').waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    const file = await app.download(() => app.page.getByRole('button', { name: '保存 PDF' }).click())
    const pages = pdfText(await readFile(file.path))
    expect(digest).toMatch(/^[0-9a-f]{64}$/)
    expect(pages.length).toBeGreaterThan(1)
    for (const text of pages) expect(text).toContain(formatDigest(digest))
    if (!hasPoppler) return
    const foots = await footsOf(file.path)
    expect(foots.map(qrIn)).toEqual(pages.map(() => digest))
  })

  test.runIf(hasDebugger)('names it on every page of the preview', async () => {
    const pages = await app.page.getByRole('region', { name: '预览' }).getByRole('img').all()
    expect(pages.length).toBeGreaterThan(1)
    for (const canvas of pages) await expect.poll(async () => qrIn(await cornerOf(canvas))).toBe(digest)
  })
})
