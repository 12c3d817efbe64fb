import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { findAxeViolations } from '#tests/support/axe.ts'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { chineseOn } from '#tests/support/chinese-on.ts'
import { hasDebugger } from '#tests/support/engine.ts'
import { fillingIn } from '#tests/support/filling-in.ts'
import { pdfText } from '#tests/support/pdf-text.ts'

/** The blank form, while one of its fonts is held up until `release`: nothing is kept for working offline, so it is fetched. */
async function printBlankWithout(font: RegExp) {
  const app = await openApp({ launch: { serviceWorkers: 'block' } })
  onTestFinished(() => app.close())
  const { page } = app
  let release = (): void => undefined
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route(font, async (route) => {
    await held
    await route.continue()
  })
  await page.goto(`${app.origin}/print/blank`)
  return { app, page, release: () => release() }
}

// Only here can the fonts of a worker be held up.
describe.runIf(hasDebugger)('while a form is put on paper', () => {
  test('a worker does it, and how far it is is told', async () => {
    const { page, release } = await printBlankWithout(/\/fonts\/noto-1\.pack/)
    const progress = page.getByRole('progressbar', { name: '打印' })
    await progress.waitFor()
    await expect
      .poll(() =>
        page
          .workers()
          .map((worker) => worker.url())
          .join(),
      )
      .toContain('print-worker')
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '取消' }).click()
    await page.getByRole('button', { name: '重新排版' }).waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.getByRole('button', { name: '重新排版' }).click()
    await progress.waitFor()
    release()
    await page.getByRole('img', { name: /^第 1 页/ }).waitFor()
    expect(await progress.count()).toBe(0)

    await page.route(/\/fonts\/noto-1\.pack/, (route) => route.abort())
    await page.evaluate(() => caches.delete('caibao-fonts'))
    await page.reload()
    await page.getByText('PRINT_FONTS_MISSING').waitFor()
    await expect.poll(() => page.getByRole('button', { name: '重新排版' }).isVisible()).toBe(true)
    expect(await findAxeViolations(page)).toEqual([])
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    await page.getByRole('button', { name: '重新排版' }).click()
    await page.getByRole('img', { name: /^第 1 页/ }).waitFor()

    await page.route(/print-worker/, (route) => route.abort())
    await page.reload()
    await page.getByText('PRINT_PARTS_MISSING').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
    await page.evaluate(() => {
      class BrokenWorker extends EventTarget {
        postMessage(): void {
          this.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
        }
      }
      Reflect.set(window, 'Worker', BrokenWorker)
    })
    await page.getByRole('button', { name: '重新排版' }).click()
    await page.getByText('PRINT_FAILED').waitFor()
    expect(await findAxeViolations(page)).toEqual([])
  })

  test('the rare glyphs come in the background, and how far they are is seen', async () => {
    const { app, page, release } = await printBlankWithout(/\/fonts\/hana-5\.pack/)
    const progress = page.getByRole('progressbar', { name: '生僻字字形' })
    const shown = () => progress.getAttribute('value').then(Number)
    await expect.poll(shown, { timeout: 30_000 }).toBeGreaterThan(0)
    expect(await shown()).toBeLessThan(100)
    expect(await findAxeViolations(page)).toEqual([])
    // Meanwhile the form can be printed.
    const file = await app.download(() => page.getByRole('button', { name: '保存 PDF' }).click())
    expect(pdfText(await readFile(file.path)).join('')).toContain('基本信息')
    release()
    await page.getByText('全部字形都在这台电脑上').waitFor({ timeout: 60_000 })
  })
})

describe('printing', () => {
  let app: OpenedApp
  let pathname = ''
  beforeAll(async () => {
    app = await openApp({ path: '/new' })
    app.page.setDefaultTimeout(20_000)
    await app.page.getByRole('textbox', { name: /姓名/ }).waitFor()
    const form = fillingIn(app.page)
    await form.type('姓名', '韦晓𬱖𠮷')
    await form.choose('民族', 'zz', '壮族')
    await form.type('参加工作时间', '200108')
    await form.untilSaved()
    pathname = new URL(app.page.url()).pathname
    await app.untilOfflineReady()
  })
  afterAll(() => app.close())

  async function printed(): Promise<string> {
    const file = await app.download(() => app.page.getByRole('button', { name: '保存 PDF' }).click())
    return pdfText(await readFile(file.path)).join('')
  }

  test('puts the record on paper, rare characters and names of codes included', async () => {
    await app.page.goto(`${app.origin}${pathname.split('/').slice(0, 3).join('/')}/print`)
    await app.page.getByText('印出来不带校验码').waitFor()
    await app.page.getByRole('img', { name: /^第 1 页/ }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    const text = await printed()
    expect(text).toContain('韦晓𬱖𠮷')
    expect(text).toContain('壮族')
    expect(text).toContain('2001年8月')
  })

  test('shows each page beforehand, drawn from what goes into the file', async () => {
    const pages = app.page.getByRole('region', { name: '预览' }).getByRole('img')
    expect(await pages.count()).toBeGreaterThan(1)
    // Ink where the title stands, white paper in the corner.
    const ink = await pages.first().evaluate((canvas) => {
      if (!(canvas instanceof HTMLCanvasElement)) return []
      const { width } = canvas
      const darkIn = (x: number, y: number, w: number, h: number): number => {
        const { data } = canvas.getContext('2d')?.getImageData(x * width, y * width, w * width, h * width) ?? {
          data: [],
        }
        return data.filter((value, index) => index % 4 === 0 && value < 128).length
      }
      return [darkIn(0.2, 0.07, 0.6, 0.04), darkIn(0, 0, 0.06, 0.06)]
    })
    expect(ink[0]).toBeGreaterThan(50)
    expect(ink[1]).toBe(0)
  })

  test('fetches all rare glyphs in the background, then prints any without a network', async () => {
    await app.page.getByText('全部字形都在这台电脑上').waitFor({ timeout: 60_000 })
    await app.goOffline()
    const printNamed = async (name: string): Promise<void> => {
      await app.page.goto(app.origin + pathname)
      const form = fillingIn(app.page)
      await form.type('姓名', name)
      await form.untilSaved()
      await app.page.goto(`${app.origin}${pathname.split('/').slice(0, 3).join('/')}/print`)
    }
    // No font of ours draws it.
    await printNamed('韦\u{20000}')
    await app.page.getByRole('button', { name: '我知道，仍然保存' }).waitFor()
    expect(await app.page.getByRole('alert').textContent()).toContain('\u{20000}')
    expect(await findAxeViolations(app.page)).toEqual([])
    await printNamed('韦\u{28000}')
    expect(await printed()).toContain('韦\u{28000}')
  })

  test('names characters whose glyphs are not on this device', async () => {
    await app.page.evaluate(() => caches.delete('caibao-fonts'))
    await app.page.reload()
    await app.page.getByRole('alert').filter({ hasText: '\u{28000}' }).waitFor()
    expect(await findAxeViolations(app.page)).toEqual([])
    await app.page.evaluate(() => localStorage.setItem('caibao.language', 'en'))
    await app.page.reload()
    await app.page.getByRole('alert').waitFor()
    expect(await chineseOn(app.page, ['韦\u{28000}', '\u{28000}'])).toEqual([])
    await app.page.evaluate(() => localStorage.removeItem('caibao.language'))
    // What came with the app is enough for the form itself.
    const record = app.page.url()
    await app.page.goto(`${app.origin}/print/blank`)
    expect(await printed()).toContain('专业技术资格信息')
    await app.page.goto(record)
  })

  test('leaves the rest when the person says so, and fetches it when asked', async () => {
    await app.goOnline()
    await app.page.reload()
    await app.page.getByRole('button', { name: '先不取' }).click()
    await expect.poll(() => app.page.getByRole('progressbar').count()).toBe(0)
    await app.page.getByRole('button', { name: /把生僻字字形全部取到这台电脑/ }).click()
    await app.page.getByText('全部字形都在这台电脑上').waitFor({ timeout: 60_000 })
    await app.goOffline()
  })

  test('prints the blank form, offline too', async () => {
    await app.page.goto(`${app.origin}/print/blank`)
    const text = await printed()
    for (const sheet of ['基本信息', '学历学位情况', '专业技术资格信息']) expect(text).toContain(sheet)
    expect(text).not.toContain('韦晓')
  })
})
