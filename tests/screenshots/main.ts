/**
 * A picture of every screen, in each size and colour scheme, put into screenshots/; what is too wide or broken over two
 * lines is told at the end.
 * usage: npm run screenshots [-- individual exchange states troubles management admin server-work | phone-dark … | a part of a screen's name …]
 */
import { rm } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import buildOnce from '#tests/support/build-once.ts'
import type { LaunchOptions } from '#tests/support/engine.ts'
import { admin } from './admin.ts'
import { type Camera, cameraOn, looks } from './camera.ts'
import { exchange } from './exchange.ts'
import { individual } from './individual.ts'
import { management } from './management.ts'
import { serverWork } from './server-work.ts'
import { states } from './states.ts'
import { officeHost, troubles } from './troubles.ts'

const target = fileURLToPath(new URL('../../screenshots/', import.meta.url))
const editions = { individual, exchange, states, troubles, management, admin, 'server-work': serverWork } as const
/** Without the worker nothing is kept for working offline, so that what is fetched can be held up or refused. */
const launches: Partial<Record<keyof typeof editions, LaunchOptions>> = {
  states: { serviceWorkers: 'block' },
  troubles: { serviceWorkers: 'block', args: [`--host-resolver-rules=MAP ${officeHost} 127.0.0.1`] },
}
/** What takes longer hangs: it is told, and the next edition begins. */
const patienceMs = 6 * 60_000

const isEdition = (word: string): word is keyof typeof editions => word in editions
const words = process.argv.slice(2)
const chosenEditions = words.filter(isEdition)
const chosenLooks = words.filter((word) => looks.includes(word))
const parts = words.filter((word) => !isEdition(word) && !looks.includes(word))

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

async function inTime(work: Promise<void>, what: string): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} took longer than ${patienceMs / 60_000} minutes`)), patienceMs)
  })
  await Promise.race([work, tooLong]).finally(() => clearTimeout(timer))
}

async function photograph(name: keyof typeof editions): Promise<readonly string[]> {
  const app: OpenedApp = await openApp({ launch: launches[name] ?? {} })
  try {
    app.page.setDefaultTimeout(15_000)
    await needChineseFont(app.page)
    const camera: Camera = cameraOn(app.page, {
      folder: target,
      origin: app.origin,
      isWanted: (look, screen) =>
        (chosenLooks.length === 0 || chosenLooks.includes(look)) &&
        (parts.length === 0 || parts.some((part) => screen.includes(part))),
    })
    const failed = await inTime(editions[name](camera, app), name).then(
      () => [],
      (problem: unknown) => [`${name} ended early: ${String(problem)}`],
    )
    return [...camera.faults, ...failed]
  } finally {
    await app.close()
  }
}

buildOnce()
if (words.length === 0) await rm(target, { recursive: true, force: true })
const faults: string[] = []
for (const name of Object.keys(editions).filter(isEdition)) {
  if (chosenEditions.length > 0 && !chosenEditions.includes(name)) continue
  faults.push(...(await photograph(name)))
}
for (const fault of faults) process.stdout.write(`${fault}\n`)
process.stdout.write(`${target}\n`)
process.exitCode = faults.length > 0 ? 1 : 0
