import { afterEach, expect, test, vi } from 'vitest'
import { browserFiles, saveBlob } from '#app/platform/files/file-door.ts'
import { choosePlace, saveStream } from '#app/platform/files/save-stream.ts'

const hostile = '../CON\u202E<黄>\uD842_退回单_r1.rtn'
const harmless = 'CON黄_退回单_r1.rtn'
const streamed = { fileName: hostile, type: 'text/plain', stream: new Blob(['x']).stream() }

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

/** What a file on the disk can beside being a stream. */
const unused = {
  write: () => Promise.resolve(),
  seek: () => Promise.resolve(),
  truncate: () => Promise.resolve(),
}

/** What stands in a file, short enough to be told where two differ. */
async function textOf(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer())
  return `${blob.size} ${new Uint8Array(digest).join(' ')}`
}

/** The names that links to files were clicked with; nothing is saved. */
function savedNames(): string[] {
  const names: string[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(this: HTMLAnchorElement) {
    names.push(this.download)
  })
  return names
}

test('no file leaves by a name that somebody else made harmful, whichever door it takes', async () => {
  const names = savedNames()
  const said = saveBlob(hostile, new Blob(['x']))
  await browserFiles.save({ fileName: hostile, text: 'x', type: 'text/plain' })
  expect(await saveStream({ ...streamed, place: 'downloads' })).toMatchObject({ ok: true })
  expect([said, ...names]).toEqual([harmless, harmless, harmless, harmless])
})

test('where the person picks the place of a large file, the name offered is harmless too', async () => {
  const offered: unknown[] = []
  const showSaveFilePicker = (options: unknown): Promise<never> => {
    offered.push(options)
    return Promise.reject(new DOMException('closed', 'AbortError'))
  }
  vi.stubGlobal('showSaveFilePicker', showSaveFilePicker)
  expect(await choosePlace({ fileName: hostile, isLarge: true })).toBeUndefined()
  expect(offered).toEqual([{ suggestedName: harmless }])
})

test('where the browser asks nobody for a place, a large file is a plain download', async () => {
  const tooLate = (): Promise<never> => Promise.reject(new DOMException('no user gesture', 'SecurityError'))
  vi.stubGlobal('showSaveFilePicker', tooLate)
  expect(await choosePlace({ fileName: hostile, isLarge: true })).toBe('downloads')
})

test('a large file goes to the disk piece by piece, and stands there whole', async () => {
  // The picker is the browser's own and waits for a person: a file of the same kind stands for the one they pick.
  const folder = await navigator.storage.getDirectory()
  const picked = await folder.getFileHandle('large.rpz', { create: true })
  vi.stubGlobal('showSaveFilePicker', () => Promise.resolve(picked))
  const place = await choosePlace({ fileName: 'large.rpz', isLarge: true })
  if (!place) throw new Error('no place was given')
  const pieces = Array.from({ length: 40 }, (_, at) => new Uint8Array(50_000 + at).fill(at))
  const waiting = [...pieces]
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull(controller) {
      const next = waiting.shift()
      if (next) controller.enqueue(next)
      else controller.close()
    },
  })
  const names = savedNames()
  const file = { fileName: 'large.rpz', type: 'application/gzip', stream, place }
  expect(await saveStream(file)).toEqual({ ok: true, value: true })
  expect(await textOf(await picked.getFile())).toBe(await textOf(new Blob(pieces)))
  expect(names).toEqual([])
  await folder.removeEntry('large.rpz')
})

test('a disk that takes no more is told for what it is', async () => {
  const full = new DOMException('no space left', 'QuotaExceededError')
  const write = (): Promise<never> => Promise.reject(full)
  const place = { createWritable: () => Promise.resolve(Object.assign(new WritableStream({ write }), unused)) }
  expect(await saveStream({ ...streamed, stream: new Blob(['x']).stream(), place })).toEqual({
    ok: false,
    error: { code: 'FILE_NOT_WRITTEN', params: { reason: 'no space left' } },
  })
})
