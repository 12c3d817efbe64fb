import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, reactive } from 'vue'
import BulkPass from '#app/management/components/cases/BulkPass.vue'
import { useToasts } from '#app/shared/ui/useToasts.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { lineOf } from '#core/review/case-row.ts'
import type { ListedCase } from '#app/platform/storage/case-storage.ts'
import { caseOf } from '#core/review/review-case.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'

type Found = readonly ListedCase[] | undefined

const desk = vi.hoisted(() => ({ list: { listed: [] as readonly unknown[] }, bulk: {} as { error?: unknown } }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => desk.list }))
vi.mock('#app/management/stores/useBulkStepsStore.ts', () => ({ useBulkStepsStore: () => desk.bulk }))

function aRow(): ListedCase {
  const standing = caseOf(aTrail([arrivalOf('a', 1)]))
  if (!standing.ok) throw new Error(standing.error.code)
  const facts = { idNumber: '1', name: '韦晓', birthDate: '', gender: '', employer: '', mobile: '', revision: 1 }
  return { ...lineOf(standing.value, facts, noFindings), key: '0' }
}

/** The button over a list; each counting ends when it is told to, and each undoing stops half way. */
function aBulkPass() {
  const ends: ((found: Found) => void)[] = []
  const passed = vi.fn<(rows: readonly ListedCase[]) => Promise<object>>(() =>
    Promise.resolve({ passing: 0, passed: 0, left: 0 }),
  )
  const reopened = vi.fn<(passing: number) => Promise<number>>(() => {
    desk.bulk.error = { code: 'STORAGE_FULL', params: {} }
    return Promise.resolve(0)
  })
  desk.list = reactive({ listed: [aRow()] })
  desk.bulk = reactive({
    passableTest: () => () => true,
    findPassable: () => new Promise<Found>((resolve) => ends.push(resolve)),
    pass: passed,
    lastPassed: ['0'],
    lastPassing: 1,
    error: undefined,
    reopen: reopened,
  })
  const place = document.body.appendChild(document.createElement('div'))
  const pinia = createPinia()
  const app = createApp(BulkPass).use(pinia)
  app.mount(place)
  const button = (): HTMLButtonElement | null => place.querySelector('button')
  return { app, place, pinia, ends, passed, reopened, button, relist: () => void (desk.list.listed = [aRow()]) }
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

test('offers to take the last passing back, and offers it still where that stops half way', async () => {
  const { place, pinia, reopened } = page
  const undo = [...place.querySelectorAll('button')].find((each) => each.textContent.includes('上次批量通过（1 人）'))
  undo?.click()
  await expect.poll(() => reopened.mock.calls).toEqual([[1, '撤销批量通过']])
  await expect.poll(() => useToasts(pinia).toasts).toMatchObject([{ stays: true, action: { label: '撤销' } }])
})
