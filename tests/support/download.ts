import { mkdir, mkdtemp, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { downloadsOf, engine } from './engine.ts'

/** A file the app gave to the person. */
export interface DownloadedFile {
  readonly fileName: string
  readonly path: string
  readonly text: () => Promise<string>
}

const fileAt = (path: string, fileName = basename(path)): DownloadedFile => ({
  fileName,
  path,
  text: () => readFile(path, 'utf8'),
})

async function caught(page: Page, act: () => Promise<unknown>): Promise<DownloadedFile> {
  const downloading = page.waitForEvent('download')
  await act()
  const download = await downloading
  const path = join(await mkdtemp(join(tmpdir(), 'caibao-download-')), download.suggestedFilename())
  await download.saveAs(path)
  return fileAt(path)
}

/** A new file in the folder that has stopped growing. */
async function arrived(folder: string, known: ReadonlySet<string>): Promise<DownloadedFile> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const name = (await readdir(folder)).find((each) => !known.has(each) && !/\.(?:part|wkdownload)$/.test(each))
    const path = name === undefined ? undefined : join(folder, name)
    if (path !== undefined && (await stat(path)).size > 0) return fileAt(path)
    await wait(50)
  }
  throw new Error(`nothing was downloaded to ${folder}`)
}

interface TakenFile {
  readonly fileName: string
  readonly bytes: readonly number[]
}

/** Firefox does not download for its driver: the file is taken where the page hands it to the browser. */
async function taken(page: Page, folder: string, act: () => Promise<unknown>): Promise<DownloadedFile> {
  await page.evaluate(() => {
    const createObjectURL: (blob: Blob | MediaSource) => string = Reflect.get(URL, 'createObjectURL')
    const click: unknown = Reflect.get(HTMLAnchorElement.prototype, 'click')
    const blobs = new Map<string, Blob | MediaSource>()
    URL.createObjectURL = (blob) => {
      const url = createObjectURL(blob)
      blobs.set(url, blob)
      return url
    }
    const waiting = new Promise<TakenFile>((resolve, reject) => {
      HTMLAnchorElement.prototype.click = function take(this: HTMLAnchorElement) {
        Object.assign(URL, { createObjectURL })
        Object.assign(HTMLAnchorElement.prototype, { click })
        const { download: fileName, href } = this
        const blob = blobs.get(href)
        if (!(blob instanceof Blob)) return reject(new Error(`${href} is no file of this page`))
        return void blob.arrayBuffer().then((buffer) => resolve({ fileName, bytes: [...new Uint8Array(buffer)] }))
      }
    })
    Object.assign(window, { takenFile: waiting })
  })
  await act()
  const file: TakenFile = await page.evaluate(() => Reflect.get(window, 'takenFile'))
  const path = join(folder, file.fileName)
  await writeFile(path, Uint8Array.from(file.bytes))
  return fileAt(path)
}

/** Does something that downloads a file, and waits for the file. */
export async function downloadBy(page: Page, profile: string, act: () => Promise<unknown>): Promise<DownloadedFile> {
  if (engine === 'chromium') return caught(page, act)
  const folder = downloadsOf(profile)
  await mkdir(folder, { recursive: true })
  if (engine === 'firefox') return taken(page, folder, act)
  const known = new Set(await readdir(folder))
  await act()
  return arrived(folder, known)
}
