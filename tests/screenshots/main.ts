/**
 * A picture of every screen, in each size and colour scheme, put into screenshots/.
 * usage: npm run screenshots [-- desktop-light phone-dark …]
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import { fillDraft } from '#tests/support/fill-draft.ts'
import { managing } from '#tests/support/managing.ts'
import { anotherPerson, submissionOf } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aUnit } from '#tests/support/units.ts'

const target = fileURLToPath(new URL('../../screenshots/', import.meta.url))
const sizes = [
  { name: 'phone', width: 360, height: 740 },
  { name: 'tablet', width: 820, height: 1180 },
  { name: 'desktop', width: 1366, height: 800 },
] as const
const schemes = ['light', 'dark'] as const
const sheets = ['education', 'titles', 'qualifications', 'awards', 'honors'] as const
const pages = [
  'guide',
  'guide/certificates',
  'about/codes',
  'tasks',
  'outbox',
  'opened',
  'returned',
  'submissions',
  'import',
  'backup',
  'restore',
  'hand-back',
  'print/blank',
  'nowhere',
] as const
const settleMs = 400

interface Camera {
  readonly app: OpenedApp
  /** Takes the picture of what stands on the screen. */
  readonly take: (name: string) => Promise<void>
  readonly goTo: (path: string) => Promise<void>
}

function cameraOf(app: OpenedApp, folder: string): Camera {
  return {
    app,
    async take(name) {
      await app.page.waitForTimeout(settleMs)
      await app.page.screenshot({ path: join(folder, `${name.replaceAll('/', '-')}.png`) })
    },
    async goTo(path) {
      await app.page.goto(`${app.origin}/${path}`)
      await app.page.getByRole('main').first().waitFor()
    },
  }
}

async function individual({ app, take, goTo }: Camera): Promise<void> {
  const { page } = app
  await take('home-first')
  await page.getByRole('button', { name: '知道了' }).click()
  await page.getByRole('button', { name: '新建记录' }).click()
  await page.getByRole('textbox', { name: /姓名/ }).focus()
  await take('form-new')
  await fillDraft(page)
  const draft = new URL(page.url()).pathname.split('/').slice(1, 3).join('/')
  await goTo(draft)
  await page.getByRole('combobox', { name: /民族/ }).click()
  await take('form-code')
  await page.keyboard.press('Escape')
  await page.getByRole('textbox', { name: /身份证号/ }).fill('45252619790418262X')
  await page.keyboard.press('Enter')
  await take('form-wrong')
  await page.getByRole('textbox', { name: /身份证号/ }).fill('452526197904182627')
  await page.keyboard.press('F1')
  await page.getByRole('dialog').waitFor()
  await take('form-guide')
  await page.keyboard.press('Escape')
  for (const sheet of sheets) {
    await goTo(`${draft}/${sheet}`)
    await take(`form-${sheet}`)
  }
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await take('check')
  await page.keyboard.press('Escape')
  for (const name of ['hand-in', 'history', 'print']) {
    await goTo(`${draft}/${name}`)
    await take(name)
  }
  for (const path of pages) {
    await goTo(path)
    await take(path)
  }
  await goTo('')
  await take('home')
}

async function management({ app, take, goTo }: Camera): Promise<void> {
  const clerk = managing(app)
  await goTo('unit')
  await take('unit-set-up')
  await clerk.setUp(aUnit)
  await take('unit')
  const files = await mkdtemp(join(tmpdir(), 'caibao-screenshots-'))
  const people = ['韦晓莉', '黄𬱖', '莫丽娟']
  const paths = await Promise.all(
    people.map(async (name, position) => {
      const file = join(files, `${position}.rpu`)
      await writeFile(file, await submissionOf(anotherPerson(name, position), await aSigningKey()))
      return file
    }),
  )
  await clerk.open('接收报送')
  await clerk.receive(paths)
  await take('unit-receive')
  for (const name of ['检查', '统一单位名称', '汇总', '名册表', '上报'] as const) {
    await clerk.open(name)
    await take(`unit-${name}`)
  }
  await clerk.open('检查')
  await clerk.openCase('韦晓莉')
  await take('unit-case')
  await app.page.keyboard.press('r')
  await app.page.getByRole('dialog').waitFor()
  await take('unit-return')
  await app.page.keyboard.press('Escape')
  await rm(files, { recursive: true, force: true })
}

/** Without a Chinese font every character is the same empty box. */
async function needChineseFont(page: Page): Promise<void> {
  const [one, other] = await page.evaluate(() =>
    ['壮', '瑶'].map((character) => {
      const canvas = document.createElement('canvas')
      const pen = canvas.getContext('2d')
      if (pen) pen.font = '40px sans-serif'
      pen?.fillText(character, 10, 60)
      return canvas.toDataURL()
    }),
  )
  if (one === other)
    throw new Error('这台机器没有中文字体，图片里只有方框。请先安装一种，例如 Debian 的 fonts-noto-cjk。')
}

buildOnce()
const wanted = new Set(process.argv.slice(2))
for (const colorScheme of schemes) {
  for (const { name, width, height } of sizes) {
    const look = `${name}-${colorScheme}`
    if (wanted.size > 0 && !wanted.has(look)) continue
    const folder = join(target, look)
    await mkdir(folder, { recursive: true })
    const app = await openApp()
    try {
      app.page.setDefaultTimeout(15_000)
      await needChineseFont(app.page)
      await app.page.setViewportSize({ width, height })
      await app.page.emulateMedia({ colorScheme })
      const camera = cameraOf(app, folder)
      await individual(camera)
      await management(camera)
      process.stdout.write(`${folder}\n`)
    } finally {
      await app.close()
    }
  }
}
