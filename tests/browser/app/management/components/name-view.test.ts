import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp, h, nextTick, reactive } from 'vue'
import CaseViews from '#app/management/components/cases/CaseViews.vue'
import { fail } from '#core/errors/result.ts'

const desk = vi.hoisted(() => ({ views: {} as { error?: object | undefined } }))
vi.mock('#app/management/stores/useViewsStore.ts', () => ({ useViewsStore: () => desk.views }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => ({ size: 3 }) }))

const place = document.body.appendChild(document.createElement('div'))
const app = createApp(() => h(CaseViews)).use(createPinia())
afterEach(() => {
  app.unmount()
  place.remove()
})

const press = (label: string): void =>
  [...document.querySelectorAll('button')].find((each) => each.textContent?.trim() === label)?.click()

test('a view that could not be kept leaves its name as it was typed, and says why there', async () => {
  desk.views = reactive({
    views: [],
    counts: new Map(),
    chosenId: '',
    error: undefined,
    save: () => {
      desk.views.error = fail('STORAGE_FULL', { reason: '甲' }).error
      return Promise.resolve(false)
    },
  })
  app.mount(place)
  press('保存视图…')
  await nextTick()
  const field = document.querySelector('input')
  if (!field) throw new Error('no field')
  field.value = '已退回的'
  field.dispatchEvent(new Event('input'))
  await nextTick()
  press('保存')
  await expect.poll(() => document.querySelector('dialog[open]')?.textContent).toContain('空间')
  expect(field.value).toBe('已退回的')
})
