import { createPinia } from 'pinia'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createApp, reactive } from 'vue'
import UnitNamesPage from '#app/management/pages/UnitNamesPage.vue'

const desk = vi.hoisted(() => ({ names: {}, register: {} as Record<string, unknown> }))
vi.mock('#app/management/stores/useUnitNamesStore.ts', () => ({ useUnitNamesStore: () => desk.names }))
vi.mock('#app/management/stores/useUnitStore.ts', () => ({ useUnitStore: () => ({ unit: { name: '一中' } }) }))
vi.mock('#app/management/stores/useRegisterStore.ts', () => ({ useRegisterStore: () => desk.register }))
vi.mock('#app/management/stores/useCaseListStore.ts', () => ({ useCaseListStore: () => ({ employers: new Map() }) }))

const many = 2000
const nameOf = (at: number): string => `第${at + 1}小学`
const longName = (at: number): string => `${nameOf(at)}${'，附设幼儿园及教学点'.repeat(at % 7)}`

const namesBy = (named: typeof nameOf) => Array.from({ length: many }, (_, at) => [named(at), 1])

/** The page of a region: each of very many names is written otherwise in the register. */
function aPage(named = nameOf) {
  desk.names = reactive({
    names: namesBy(named),
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
      box(nameOf(many - 1))
        ?.closest('li')
        ?.getAttribute('aria-posinset'),
    )
    .toBe(String(many))
  const last = box(nameOf(many - 1))
  expect(last?.closest('li')?.getAttribute('aria-setsize')).toBe(String(many))
  expect(place.querySelectorAll('input').length).toBeLessThan(200)
  await expect.poll(rows).toHaveLength(0)
})

test('a name that was chosen stays so where it is not drawn any more', async () => {
  const { place, box } = page
  const list = place.querySelector('ul')
  await expect.poll(() => page.rows().length).toBeGreaterThan(0)
  list?.scrollIntoView()
  await expect.poll(() => box(nameOf(60))).toBeDefined()
  box(nameOf(60))?.click()
  scrollTo(0, document.body.scrollHeight)
  await expect.poll(() => box(nameOf(60))).toBeUndefined()
  list?.scrollIntoView()
  await expect.poll(() => box(nameOf(60))?.checked).toBe(true)
})

test('what comes into sight because what stood above is gone is drawn, though nobody scrolled', async () => {
  const { box, rows } = page
  await expect.poll(() => rows().length).toBeGreaterThan(0)
  await expect.poll(() => box(nameOf(60))).toBeUndefined()
  desk.register['findingOf'] = () => undefined
  await expect.poll(() => box(nameOf(60))).toBeDefined()
})

const frames = async (count: number): Promise<void> => {
  for (let frame = 0; frame < count; frame += 1) await new Promise((resolve) => requestAnimationFrame(resolve))
}

/** The line in the middle of what is seen. */
function lineRead(): HTMLElement {
  const line = document.elementFromPoint(60, innerHeight / 2)?.closest('li')
  if (!line?.ariaPosInSet) throw new Error('no line is read there')
  return line
}

/** How far lines went elsewhere than they were scrolled. */
async function jumps(by: number, times: number): Promise<readonly number[]> {
  const seen: number[] = []
  for (let time = 0; time < times; time += 1) {
    const line = lineRead()
    const before = line.getBoundingClientRect().top
    scrollBy({ top: by, behavior: 'instant' })
    await frames(3)
    if (!line.isConnected) throw new Error('the line that was read is gone')
    const jump = Math.round(line.getBoundingClientRect().top - before + by)
    if (Math.abs(jump) > 1) seen.push(jump)
  }
  return seen
}

describe('names of several lines', () => {
  beforeEach(() => {
    page.app.unmount()
    page.place.remove()
    page = aPage(longName)
    page.place.style.inlineSize = '18rem'
    desk.register['findingOf'] = () => undefined
  })

  test('stay where they are read, on the way down and back', async () => {
    await expect.poll(() => page.rows().length).toBe(0)
    page.place.querySelector('ul')?.scrollIntoView()
    await frames(3)
    expect(await jumps(250, 30)).toEqual([])
    expect(await jumps(-250, 20)).toEqual([])
  })

  test('stay there when one of them is gone far above', async () => {
    await expect.poll(() => page.rows().length).toBe(0)
    page.place.querySelector('ul')?.scrollIntoView()
    await jumps(500, 15)
    const read = lineRead().querySelector('.name')?.textContent ?? ''
    const at = (): number => page.box(read)?.closest('li')?.getBoundingClientRect().top ?? 0
    const before = at()
    Object.assign(desk.names, { names: namesBy(longName).filter((_, place) => place !== 3) })
    await frames(4)
    expect(Math.abs(at() - before)).toBeLessThan(60)
  })
})

test('keys reach the first and the last name, and whoever stands on one stays there', async () => {
  const { box, rows } = page
  await expect.poll(() => rows().length).toBeGreaterThan(0)
  expect(box(nameOf(0))).toBeDefined()
  expect(box(nameOf(many - 1))).toBeDefined()
  desk.register['findingOf'] = () => undefined
  await expect.poll(() => rows().length).toBe(0)
  box(nameOf(60))?.focus()
  scrollTo(0, document.body.scrollHeight / 2)
  await expect.poll(() => box(nameOf(many / 2))).toBeDefined()
  expect(box(nameOf(80))).toBeDefined()
  expect(box(nameOf(160))).toBeUndefined()
  expect(document.activeElement).toBe(box(nameOf(60)))
})
