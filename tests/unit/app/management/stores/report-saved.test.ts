import { describe, expect, test, vi } from 'vitest'
import type { StreamedFile } from '#app/platform/files/save-stream.ts'
import { fail, ok, type Result } from '#core/errors/result.ts'
import { reportPage } from '#tests/support/report-page.ts'

const wishes = { scope: 'full', leaveOut: false, withoutRoster: true } as const

/** Reads a pack to its end, as an engine does that does not hand on what a stream threw. */
const saving = ({ stream }: StreamedFile): Promise<Result<boolean>> =>
  new Response(stream).blob().then(
    () => ok(true),
    () => fail('FILE_NOT_WRITTEN', { reason: 'network error' }),
  )

describe('the place of a pack', () => {
  test('is asked for before anything is read: a browser asks nobody a few seconds after the click', async () => {
    const done: string[] = []
    const { store, cases } = await reportPage(['韦一'], {
      choosePlace: ({ fileName }: { readonly fileName: string }) => {
        done.push(fileName)
        return Promise.resolve('downloads')
      },
    })
    await store.load()
    const packs = vi.spyOn(cases.storage, 'packs').mockImplementation(() => {
      done.push('read')
      return Promise.resolve(ok([]))
    })
    await store.report(wishes)
    expect(packs).toHaveBeenCalled()
    expect(done.slice(0, 2)).toEqual([expect.stringMatching(/_1人\.rpz$/), 'read'])
  })

  test('can be left unchosen: then nothing is written', async () => {
    const { store, saved } = await reportPage(['韦一'], { choosePlace: () => Promise.resolve(undefined) })
    await store.load()
    expect(await store.report(wishes)).toBeUndefined()
    expect([store.error, store.isBusy, saved]).toEqual([undefined, false, []])
  })
})

describe('a pack that cannot be written', () => {
  test('is told of the submission that is not here', async () => {
    const { store, cases } = await reportPage(['韦一'], { saveStream: saving })
    await store.load()
    cases.storage.texts = async function* none() {
      // It is still on a colleague's device.
    }
    expect(await store.report(wishes)).toBeUndefined()
    expect(store.error?.code).toBe('SYNC_PAYLOAD_MISSING')
  })

  test('is told of the disk', async () => {
    const full = fail('FILE_NOT_WRITTEN', { reason: 'no space left' })
    const { store } = await reportPage(['韦一'], { saveStream: () => Promise.resolve(full) })
    await store.load()
    expect(await store.report(wishes)).toBeUndefined()
    expect(store.error).toEqual(full.error)
  })
})
