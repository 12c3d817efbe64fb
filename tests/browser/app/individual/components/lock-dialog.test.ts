import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h, nextTick, reactive } from 'vue'
import LockDialog from '#app/individual/components/lock/LockDialog.vue'

const store = vi.hoisted(() => ({ lock: {} }))
vi.mock('#app/individual/stores/useLockStore.ts', () => ({ leastPassphrase: 8, useLockStore: () => store.lock }))

const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

/** The dialog of a home page; a locking ends when it is told to. */
function aDialog() {
  const told: string[] = []
  const { promise, resolve: endLocking } = Promise.withResolvers<boolean>()
  store.lock = reactive({ isRunning: false, error: undefined, forgetError: () => undefined, lock: () => promise })
  const shown = reactive({ open: true, draftId: 'a' })
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(() =>
    h(LockDialog, {
      ...shown,
      name: shown.draftId,
      'onUpdate:open': (open: boolean) => void (shown.open = open),
      onLocked: (id: string) => told.push(`locked ${id}`),
      onFailed: () => told.push('failed'),
    }),
  ).use(createPinia())
  app.mount(place)
  ends.push(() => {
    app.unmount()
    place.remove()
  })
  return { told, endLocking, shown, place }
}

async function lockWith(place: HTMLElement): Promise<void> {
  for (const input of place.querySelectorAll<HTMLInputElement>('input:not([type=checkbox])')) {
    input.value = '漓江边的旧书店'.repeat(2)
    input.dispatchEvent(new Event('input'))
  }
  await nextTick()
  place.querySelector('form')?.requestSubmit()
  await nextTick()
}

test('closes when its record is locked', async () => {
  const { told, endLocking, shown, place } = aDialog()
  await lockWith(place)
  endLocking(true)
  await expect.poll(() => told).toEqual(['locked a'])
  expect(shown.open).toBe(false)
})

test('that was closed meanwhile does not close that of another record, and says which one is locked', async () => {
  const { told, endLocking, shown, place } = aDialog()
  await lockWith(place)
  shown.open = false
  await nextTick()
  Object.assign(shown, { open: true, draftId: 'b' })
  await nextTick()
  endLocking(true)
  await expect.poll(() => told).toEqual(['locked a'])
  expect(shown.open).toBe(true)
})

test('that was closed meanwhile leaves it to the page to tell that it was not locked', async () => {
  const { told, endLocking, shown, place } = aDialog()
  await lockWith(place)
  shown.open = false
  await nextTick()
  endLocking(false)
  await expect.poll(() => told).toEqual(['failed'])
})
