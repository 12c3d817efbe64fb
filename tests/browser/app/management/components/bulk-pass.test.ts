import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, reactive } from 'vue'
import BulkPass from '#app/management/components/cases/BulkPass.vue'
import { noFindings } from '#tests/support/case-rows.ts'
import { lineOf } from '#core/review/case-row.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { caseOf } from '#core/review/review-case.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

type Found = readonly ListedCase[] | undefined

const desk = vi.hoisted(() => ({ list: { listed: [] as readonly unknown[] }, bulk: {} }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => desk.list }))
vi.mock('#app/management/stores/useBulkStepsStore.ts', () => ({ useBulkStepsStore: () => desk.bulk }))

function aRow(): ListedCase {
  const standing = caseOf(aTrail([arrivalOf('a', 1)]))
  if (!standing.ok) throw new Error(standing.error.code)
  const facts = { idNumber: '1', name: '韦晓', birthDate: '', gender: '', employer: '', mobile: '', revision: 1 }
  return { ...lineOf(standing.value, facts, noFindings), key: '0' }
}

/** The button over a list; each counting ends when it is told to. */
function aBulkPass() {
  const ends: ((found: Found) => void)[] = []
  const passed = vi.fn<(rows: readonly ListedCase[]) => Promise<object>>(() => Promise.resolve({ passed: [], left: 0 }))
  desk.list = reactive({ listed: [aRow()] })
  desk.bulk = {
    passableTest: () => () => true,
    findPassable: () => new Promise<Found>((resolve) => ends.push(resolve)),
    pass: passed,
  }
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(BulkPass).use(createPinia())
  app.mount(place)
  const button = (): HTMLButtonElement | null => place.querySelector('button')
  return { app, place, ends, passed, button, relist: () => void (desk.list.listed = [aRow()]) }
}

let page: ReturnType<typeof aBulkPass>
beforeEach(() => void (page = aBulkPass()))
afterEach(() => {
  page.app.unmount()
  page.place.remove()
})

test('keeps the focus while it is counted anew, and does nothing until the number is right', async () => {
  const { ends, passed, button, relist } = page
  await expect.poll(() => ends.length).toBe(1)
  ends[0]?.([aRow()])
  await expect.poll(() => button()?.ariaDisabled).toBe('false')
  button()?.focus()
  relist()
  await expect.poll(() => button()?.ariaDisabled).toBe('true')
  expect(document.activeElement).toBe(button())
  button()?.click()
  expect(passed).not.toHaveBeenCalled()
  await expect.poll(() => ends.length).toBe(2)
  ends[1]?.([aRow(), aRow()])
  await expect.poll(() => button()?.ariaDisabled).toBe('false')
  expect(document.activeElement).toBe(button())
  button()?.click()
  await expect.poll(() => passed.mock.calls).toEqual([[[aRow(), aRow()]]])
})
