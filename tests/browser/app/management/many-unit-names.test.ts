import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createApp, reactive } from 'vue'
import UnitNamesPage from '#app/management/pages/UnitNamesPage.vue'

const desk = vi.hoisted(() => ({ names: {}, register: {} as Record<string, unknown> }))
vi.mock('#app/management/stores/useUnitNamesStore.ts', () => ({ useUnitNamesStore: () => desk.names }))
vi.mock('#app/management/stores/useUnitStore.ts', () => ({ useUnitStore: () => ({ unit: { name: '一中' } }) }))
vi.mock('#app/management/stores/useRegisterStore.ts', () => ({ useRegisterStore: () => desk.register }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => ({ employers: new Map() }) }))

const many = 2000
const named = (at: number): string => `第${at + 1}小学`

/** The page of a region: each of very many names is written otherwise in the register. */
function aPage() {
  const numbers = Array.from({ length: many }, (_, at) => at)
  desk.names = reactive({
    names: numbers.map((at) => [named(at), 1]),
    targets: ['一中'],
    isOfficial: () => false,
    preview: () => ({ changed: [], left: [] }),
    previewRegister: () => ({ changed: [], left: [] }),
  })
  desk.register = reactive({ load: () => undefined, findingOf: (name: string) => ({ clear: `市${name}` }) })
  const place = document.body.appendChild(document.createElement('div'))
  const app = createApp(UnitNamesPage)
    .use(createPinia())
    .component('RouterLink', { render: () => undefined })
  app.mount(place)
  const box = (name: string): HTMLInputElement | undefined =>
    [...place.querySelectorAll('label')]
      .find((label) => label.querySelector('.name')?.textContent === name)
      ?.querySelector('input') ?? undefined
  return { app, place, box, rows: () => place.querySelectorAll('tbody [aria-rowindex]') }
}

let page: ReturnType<typeof aPage>
beforeEach(() => void (page = aPage()))
afterEach(() => {
  page.app.unmount()
  page.place.remove()
  scrollTo(0, 0)
})

test('of thousands of names those near what is seen are drawn, each told as one of all', async () => {
  const { place, box, rows } = page
  await expect.poll(() => place.querySelector('table')?.getAttribute('aria-rowcount')).toBe(String(many + 1))
  expect(rows().length).toBeLessThan(200)
  expect(place.querySelectorAll('input').length).toBeLessThan(200)
  scrollTo(0, document.body.scrollHeight)
  await expect
    .poll(() =>
      box(named(many - 1))
        ?.closest('li')
        ?.getAttribute('aria-posinset'),
    )
    .toBe(String(many))
  const last = box(named(many - 1))
  expect(last?.closest('li')?.getAttribute('aria-setsize')).toBe(String(many))
  expect(place.querySelectorAll('input').length).toBeLessThan(200)
  expect(rows()).toHaveLength(0)
})

test('a name that was chosen stays so where it is not drawn any more', async () => {
  const { place, box } = page
  const list = place.querySelector('ul')
  await expect.poll(() => page.rows().length).toBeGreaterThan(0)
  list?.scrollIntoView()
  await expect.poll(() => box(named(0))).toBeDefined()
  box(named(0))?.click()
  scrollTo(0, document.body.scrollHeight)
  await expect.poll(() => box(named(0))).toBeUndefined()
  list?.scrollIntoView()
  await expect.poll(() => box(named(0))?.checked).toBe(true)
})

test('what comes into sight because what stood above is gone is drawn, though nobody scrolled', async () => {
  const { box, rows } = page
  await expect.poll(() => rows().length).toBeGreaterThan(0)
  await expect.poll(() => box(named(0))).toBeUndefined()
  desk.register['findingOf'] = () => undefined
  await expect.poll(() => box(named(0))).toBeDefined()
})
