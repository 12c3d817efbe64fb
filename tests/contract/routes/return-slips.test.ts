import * as v from 'valibot'
import { describe, expect, test } from 'vitest'
import type { CaseState } from '#core/review/case-state.ts'
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
        const stored = await storeSlip(writer, { ...ids, device: by, orgId: unit.id, returnedBy: unit.id, file, at: 1 })
        return stored.ok ? stored.value.position : 0
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

  describe('of a submission that is under review', () => {
    const submissionDigest = 'b'.repeat(64)

    /** A submission of a unit, whose case there may come to stand somewhere. */
    async function aReturn() {
      const store = await database.open()
      const { unit, city } = await aTree(store)
      const slip = {
        slipId: crypto.randomUUID(),
        submissionDigest,
        recordId: crypto.randomUUID(),
        device: 'its device',
      }
      return {
        bringTo: (state: CaseState) =>
          store.write(async (writer) => {
            const top = { top_digest: submissionDigest, top_revision: 1, top_corrections: 0, top_device: null }
            const end = { org_id: unit.id, case_id: 'id:1', sequence: 3, state, record_id: '', ...top }
            await writer.insertInto('review_case').values(end).execute()
          }),
        send: (by: 'unit' | 'city' = 'unit') => {
          const places = { orgId: unit.id, returnedBy: { unit, city }[by].id }
          return store.write((writer) => storeSlip(writer, { ...slip, ...places, file: '{}', at: 1 }))
        },
      }
    }

    test('one whose case stands returned is kept', async () => {
      const { bringTo, send } = await aReturn()
      await bringTo('returned')
      expect(await send()).toMatchObject({ ok: true })
    })

    test.each<CaseState>(['checking', 'passed', 'reported', 'setAside', 'received'])(
      'one whose case a colleague has brought to “%s” meanwhile goes to nobody',
      async (state) => {
        const { bringTo, send } = await aReturn()
        await bringTo(state)
        expect(await send()).toMatchObject({ ok: false, error: { code: 'RETURN_OVER' } })
      },
    )

    test('what the unit below made of it is no answer to who returns it above', async () => {
      const { bringTo, send } = await aReturn()
      await bringTo('passed')
      expect(await send('city')).toMatchObject({ ok: true })
    })

    test('one that is known already is the same, whatever has become of the case', async () => {
      const { bringTo, send } = await aReturn()
      const first = await send()
      expect(first).toMatchObject({ ok: true })
      await bringTo('passed')
      expect(await send()).toEqual(first)
    })
  })
})
