import { mkdir, mkdtemp, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
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

/** A place for this file alone: the next may have the same name, and would be written over it. */
const placeFor = async (fileName: string): Promise<string> =>
  join(await mkdtemp(join(tmpdir(), 'caibao-download-')), fileName)

async function caught(page: Page, act: () => Promise<unknown>): Promise<DownloadedFile> {
  const downloading = page.waitForEvent('download')
  await act()
  const download = await downloading
  const path = await placeFor(download.suggestedFilename())
  await download.saveAs(path)
  return fileAt(path)
}

const arrivesWithinMs = 30_000

/** What is in the folder, each file with the moment it was last written to. */
async function listed(folder: string): Promise<ReadonlyMap<string, number>> {
  const names = (await readdir(folder)).filter((name) => !/\.(?:part|wkdownload)$/.test(name))
  const states = names.map(async (name): Promise<[string, number]> => {
    const { size, mtimeMs } = await stat(join(folder, name))
    return [name, size > 0 ? mtimeMs : 0]
  })
  return new Map(await Promise.all(states))
}

/** The file in the folder that is new, or was written again under the name it had, and has come to rest. */
async function arrived(folder: string, known: ReadonlyMap<string, number>): Promise<DownloadedFile> {
  let before = known
  for (const end = performance.now() + arrivesWithinMs; performance.now() < end;) {
    const now = await listed(folder)
    const fresh = [...now].find(
      ([name, writtenAt]) => writtenAt > 0 && known.get(name) !== writtenAt && before.get(name) === writtenAt,
    )
    if (fresh) {
      const path = await placeFor(fresh[0])
      await rename(join(folder, fresh[0]), path)
      return fileAt(path)
    }
    before = now
    await wait(100)
  }
  throw new Error(`nothing was downloaded to ${folder}`)
}

interface TakenFile {
  readonly fileName: string
  readonly bytes: readonly number[]
}

/** Firefox does not download for its driver: the file is taken where the page hands it to the browser. */
async function taken(page: Page, act: () => Promise<unknown>): Promise<DownloadedFile> {
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
  const path = await placeFor(file.fileName)
  await writeFile(path, Uint8Array.from(file.bytes))
  return fileAt(path)
}

/** Does something that downloads a file, and waits for the file. */
export async function downloadBy(page: Page, profile: string, act: () => Promise<unknown>): Promise<DownloadedFile> {
  if (engine === 'chromium') return caught(page, act)
  if (engine === 'firefox') return taken(page, act)
  const folder = downloadsOf(profile)
  await mkdir(folder, { recursive: true })
  const known = await listed(folder)
  await act()
  return arrived(folder, known)
}
