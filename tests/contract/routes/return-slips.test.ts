import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { SigningKey } from '#core/submission/submission.ts'
import { startOfLog } from '#core/sync/log-mark.ts'
import { listReturnSlips, type WaitingSlip } from '#core/sync/return-slips.ts'
import { largestAnswerBytes } from '#core/sync/wire-answer.ts'
import { createApp } from '#server/create-app.ts'
import { storeSlip } from '#server/store/return-slips.ts'
import type { Store } from '#server/store/store.ts'
import { kidOf } from '#tests/support/certified.ts'
import { aDatabaseForEach } from '#tests/support/server-scene.ts'
import { someServices } from '#tests/support/services.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aTree } from '#tests/support/staff.ts'
import { bothEngines } from '#tests/support/stores.ts'
import { signedRequest } from '#tests/support/sync.ts'

const slipPageBytes = 6_000
const bytesOf = (text: string): number => new TextEncoder().encode(text).length

describe.for(bothEngines())('return slips by pages on $name', (engine) => {
  const database = aDatabaseForEach(engine)

  /** A device, the server it asks, and what waits for it there. */
  async function aScene(limits: { readonly slipPageBytes?: number } = {}) {
    const store = await database.open()
    const { unit } = await aTree(store)
    const device = await aSigningKey()
    const services = await someServices(store, limits)
    const app = createApp(new Map(), services)
    const ask = async (query: string, by: SigningKey = device): Promise<string> => {
      const path = `/api/v1/return-slips${query}`
      const answer = await app.request(path, { headers: await signedRequest(by, { server: services.key.kid, path }) })
      expect(answer.status).toBe(200)
      return answer.text()
    }
    const page = async (query: string) => v.parse(listReturnSlips.answer, JSON.parse(await ask(query)))
    /** From a place on till an empty page; what each page held. */
    const follow = async (after: number): Promise<readonly (readonly WaitingSlip[])[]> => {
      const pages: (readonly WaitingSlip[])[] = []
      for (let next = after; ;) {
        const { items, next: further } = await page(`?after=${next}&mark=${startOfLog}`)
        expect(further).toBe(items.at(-1)?.position ?? next)
        if (items.length === 0) return pages
        pages.push(items)
        next = further
      }
    }
    const kid = await kidOf(device)
    const putBack = (file: string, { by = kid, through = store }: { by?: string; through?: Store } = {}) =>
      through.write(async (writer) => {
        const ids = { slipId: crypto.randomUUID(), recordId: crypto.randomUUID(), submissionDigest: 'a'.repeat(64) }
        return (await storeSlip(writer, { ...ids, device: by, orgId: unit.id, file, at: 1 }))?.position ?? 0
      })
    return { ask, page, follow, putBack }
  }

  test('hold no more bytes than said, but at least one, and none is left out or given twice', async () => {
    const { follow, page, putBack } = await aScene({ slipPageBytes })
    // In bytes, not in characters, with what stands around each; the fourth is larger than a page.
    const files = [400, 1_000, 300, 3_000, 10, 10, 1_300, 1_400, 200].map((length) => '退'.repeat(length))
    const places: number[] = []
    for (const file of files) {
      places.push(await putBack(file))
      await putBack(file, { by: 'somebody else' })
    }
    const pages = await follow(0)
    expect(pages.flat().map(({ position, file }) => [position, file])).toEqual(
      places.map((place, index) => [place, files[index]]),
    )
    expect(pages.map((items) => items.length)).toEqual([2, 1, 1, 3, 2])
    // Begun anew anywhere it goes on just behind that place.
    for (const [index, place] of places.entries())
      expect((await follow(place)).flat().map(({ position }) => position)).toEqual(places.slice(index + 1))
    expect((await page('')).items.map(({ position }) => position)).toEqual(places.slice(0, 2))
  })

  test('come to an app that takes one page whenever it comes, and knows no marks', async () => {
    const { page, putBack } = await aScene({ slipPageBytes })
    const places: number[] = []
    for (let slip = 0; slip < 5; slip += 1) places.push(await putBack('退'.repeat(1_500)))
    const read: number[] = []
    for (let visit = 0; visit < places.length; visit += 1)
      for (const { position, mark } of (await page(`?after=${read.at(-1) ?? 0}`)).items) {
        expect(mark).toBeUndefined()
        read.push(position)
      }
    expect(read).toEqual(places)
  })

  test('are never more than an app reads, were all of them as large as a slip may be', async () => {
    const { ask, follow, putBack } = await aScene()
    // Each of its bytes takes two in an answer.
    const largest = '\n'.repeat(1_048_576)
    for (let slip = 0; slip < 9; slip += 1) await putBack(largest)
    expect(bytesOf(await ask('?after=0'))).toBeLessThan(largestAnswerBytes)
    expect((await follow(0)).map((items) => items.length)).toEqual([3, 3, 3])
  })

  test('miss none that is written meanwhile, by several processes', async () => {
    const { follow, putBack } = await aScene({ slipPageBytes })
    const stores = await Promise.all([database.open(), database.open(), database.open()])
    const writing = Promise.all(
      stores.map(async (through, writer) => {
        const places: number[] = []
        for (let slip = 0; slip < 15; slip += 1)
          places.push(await putBack('退'.repeat(100 * (writer + slip + 1)), { through }))
        return places
      }),
    )
    const seen: number[] = []
    while (seen.length < 45) {
      seen.push(...(await follow(seen.at(-1) ?? 0)).flat().map(({ position }) => position))
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    expect(seen).toEqual((await writing).flat().sort((a, b) => a - b))
  })
})
