import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h } from 'vue'
import { useCaseKeys } from '#app/management/composables/useCaseKeys.ts'

const does = (name: string) => () => done(name)
const done = vi.fn<(name: string) => void>()
const app = createApp({
  setup() {
    useCaseKeys({
      next: does('next'),
      previous: does('previous'),
      pass: does('pass'),
      sendBack: does('send back'),
      walkAnswers: (by) => done(`answers ${by}`),
      pick: does('pick'),
      view: (place) => done(`view ${place}`),
    })
    return () => h('p')
  },
})
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => {
  app.unmount()
  place.remove()
})

test('a key that is held down walks on through the people, but passes, returns and picks one alone', () => {
  app.mount(place)
  const presses = ['j', 'K', 'F8', 'p', 'R', 'x', '2']
  for (const repeat of [false, true])
    for (const key of presses) document.dispatchEvent(new KeyboardEvent('keydown', { key, repeat, bubbles: true }))
  const walks = ['next', 'previous', 'answers 1']
  expect(done.mock.calls.flat()).toEqual([...walks, 'pass', 'send back', 'pick', 'view 2', ...walks])
})
