import { stat } from 'node:fs/promises'
import { type OpenedApp, openApp } from '#tests/support/browser.ts'
import { managing } from '#tests/support/managing.ts'
import { aUnit } from '#tests/support/units.ts'
import { mostHeld } from './memory.ts'

const secret = '整库备份的口令甲'
const longestMs = 3_600_000

const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`

/** The whole store as one sealed file, and back from it on another device: time, bytes, memory. */
export async function measureBackup(app: OpenedApp, bareReadMs: number, print: (line: string) => void): Promise<void> {
  const { page } = app
  await managing(app).open('本单位')
  await page.getByLabel('备份口令').fill(secret)
  const start = Date.now()
  const { path } = await app.download(() => page.getByRole('button', { name: '备份整库…' }).click())
  await page.getByText(/上次备份：/).waitFor({ timeout: longestMs })
  const ms = Date.now() - start
  const { size } = await stat(path)
  print(
    `back the store up                  ${seconds(ms)}, ${(size / 1e6).toFixed(1)} MB, ${(ms / bareReadMs).toFixed(2)} × fetching and deciphering every block (${seconds(bareReadMs)}); ${await mostHeld(app.context)}`,
  )
  await measureRestore(path, print)
}

async function measureRestore(path: string, print: (line: string) => void): Promise<void> {
  const other = await openApp({ path: '/unit' })
  try {
    await other.page.getByRole('heading', { name: '建立单位' }).waitFor()
    const start = Date.now()
    await managing(other).restore(path, '黄采集', secret)
    await other.page.getByText(/恢复完成：新增 \d+ 人/).waitFor({ timeout: longestMs })
    const ms = Date.now() - start
    const { name } = aUnit
    await other.page.getByRole('heading', { level: 1, name }).waitFor()
    print(`restore it on another device       ${seconds(ms)}; ${await mostHeld(other.context)}`)
  } finally {
    await other.close()
  }
}
