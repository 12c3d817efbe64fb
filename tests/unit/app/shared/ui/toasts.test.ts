import { createPinia, setActivePinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { dismissOffers } from '#app/shared/ui/dismiss-offers.ts'
import { useToasts } from '#app/shared/ui/useToasts.ts'

const action = { label: '打开', run: () => undefined }

/** A screen on which a file waits to be opened. */
function aScreen() {
  setActivePinia(createPinia())
  const store = useToasts()
  store.showToast({ message: 'waits', action, stays: true })
  return { store, messages: () => store.toasts.map(({ message }) => message) }
}

describe('the notices on the screen', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('are all that stay, and of the others the last that fit', () => {
    const { store, messages } = aScreen()
    for (const message of ['1', '2', '3', '4', '5']) store.showToast({ message })
    expect(messages()).toEqual(['waits', '3', '4', '5'])
    store.showToast({ message: 'waits too', action, stays: true })
    expect(messages()).toEqual(['waits', '4', '5', 'waits too'])
  })

  test('offer nothing of before once it was undone another way, but what stays', () => {
    const { store, messages } = aScreen()
    store.showToast({ message: 'deleted', action })
    store.showToast({ message: 'said' })
    dismissOffers()
    expect(messages()).toEqual(['waits', 'said'])
  })

  test('are all gone behind a lock', () => {
    const { store, messages } = aScreen()
    store.dismissAll()
    expect(messages()).toEqual([])
  })
})
