import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h, nextTick, reactive } from 'vue'
import CaseViewManager from '#app/management/components/cases/CaseViewManager.vue'

const desk = vi.hoisted(() => ({ views: {} as { views?: readonly object[] } }))
vi.mock('#app/management/stores/useViewsStore.ts', () => ({ useViewsStore: () => desk.views }))

const place = document.body.appendChild(document.createElement('div'))
const rename = vi.fn<(id: string, name: string) => Promise<void>>(() => Promise.resolve())
const app = createApp(() => h(CaseViewManager, { open: true }))
afterEach(() => {
  app.unmount()
  place.remove()
})

test('a name being typed stays while the views are read anew', async () => {
  desk.views = reactive({
    views: [{ id: 'a', name: '已通过' }],
    load: () => Promise.resolve(),
    rename,
    error: undefined,
  })
  app.mount(place)
  const field = place.querySelector('input')
  if (!field) throw new Error('no field')
  field.value = '通过'
  field.dispatchEvent(new Event('input'))
  desk.views.views = [{ id: 'a', name: '已通过了' }]
  await nextTick()
  expect(field.value).toBe('通过')
  field.value = '通过的人'
  field.dispatchEvent(new Event('input'))
  field.dispatchEvent(new Event('change'))
  expect(rename).toHaveBeenCalledWith('a', '通过的人')
})
