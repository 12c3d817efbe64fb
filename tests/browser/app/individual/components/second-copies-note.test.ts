import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h, nextTick, shallowReactive } from 'vue'
import SecondCopiesNote from '#app/individual/components/SecondCopiesNote.vue'
import { draftFrom } from '#app/platform/storage/draft-storage.ts'
import type { LostRecord } from '#app/platform/storage/lost-records.ts'
import { platformKey } from '#app/shared/platform.ts'
import { fail } from '#core/errors/result.ts'
import { aPerson } from '#tests/support/people.ts'

const store = vi.hoisted(() => ({ drafts: {} }))
vi.mock('#app/individual/stores/useDraftListStore.ts', () => ({ useDraftListStore: () => store.drafts }))

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const record = aPerson()
const inTheOpen: LostRecord = {
  kind: 'drafts',
  id: record.id,
  row: { ...draftFrom({ id: record.id, record }, 1) },
  address: '/open',
  isBeside: true,
  isWaiting: false,
}
const sealed: LostRecord = { ...inTheOpen, kind: 'locks', row: { id: record.id }, address: '/sealed', isWaiting: true }

/** The note on a home page whose list can change. */
function aNote(before: readonly LostRecord[], props: { id?: string } = {}) {
  let lost = before
  const list = shallowReactive<{ locked: readonly object[] }>({ locked: [] })
  store.drafts = list
  const counts: number[] = []
  const back: boolean[] = []
  const place = document.body.appendChild(document.createElement('div'))
  const told = {
    onLooked: (count: number) => void counts.push(count),
    onBroughtBack: (isDone: boolean) => void back.push(isDone),
  }
  const app = createApp(() => h(SecondCopiesNote, { ...props, ...told }))
    .use(createPinia())
    .provide<unknown, symbol>(platformKey, {
      secondCopies: () =>
        Promise.resolve({
          lost: () => Promise.resolve(lost),
          bringBack: () => Promise.resolve(fail('STORAGE_FULL', { reason: 'full' })),
        }),
    })
  app.mount(place)
  ends.push(() => {
    app.unmount()
    place.remove()
  })
  function readList(now: readonly LostRecord[]): void {
    lost = now
    list.locked = []
  }
  const press = async (which = 1): Promise<void> => {
    place.querySelectorAll('button')[which]?.click()
    await nextTick()
  }
  return { place, counts, back, readList, press }
}

test('offers nothing that is sealed while something else stands under its id', async () => {
  const { place, counts } = aNote([inTheOpen, sealed])
  await expect.poll(() => place.textContent).toContain('有 1 份记录')
  await expect.poll(() => counts).toEqual([1])
})

test('of one record names no other, and says where it could not be brought back', async () => {
  const another: LostRecord = { ...inTheOpen, id: 'another', address: '/another' }
  const { place, counts, back, press } = aNote([another, inTheOpen], { id: record.id })
  await expect.poll(() => counts).toEqual([1])
  await press(0)
  await expect.poll(() => back).toEqual([false])
  await expect.poll(() => place.textContent).toContain('STORAGE_FULL')
})

test('names nobody any more whose record was locked, or is back, once the list was read anew', async () => {
  const { place, counts, readList } = aNote([inTheOpen])
  await expect.poll(() => place.textContent).toContain('韦晓𬱖')
  readList([sealed])
  await expect.poll(() => place.textContent).toBe('')
  await expect.poll(() => counts).toEqual([1, 0])
})

test('asks again before it gives up others than those it asked about, and only then', async () => {
  const { place, counts, readList, press } = aNote([inTheOpen])
  await expect.poll(() => place.textContent).toContain('不要了')
  await press()
  expect(place.textContent).toContain('再按一次')
  readList([{ ...inTheOpen }])
  await expect.poll(() => counts).toHaveLength(2)
  expect(place.textContent).toContain('再按一次')
  readList([inTheOpen, { ...inTheOpen, address: '/another' }])
  await expect.poll(() => place.textContent).not.toContain('再按一次')
  expect(place.textContent).toContain('不要了')
})
