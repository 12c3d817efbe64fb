import { createPinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type App, createApp, h, nextTick, reactive, shallowRef } from 'vue'
import CaseActions from '#app/management/components/cases/CaseActions.vue'
import { useToasts } from '#app/shared/ui/useToasts.ts'

interface Desk {
  key: string
  row: object
  opened: object | undefined
  content: object | undefined
  readonly issues: readonly never[]
  readonly standingDigest: () => string
  readonly pass: (seen: string) => Promise<boolean>
  readonly takeBack: () => Promise<boolean>
  readonly setAside: (reason: string) => Promise<boolean>
}

const shared = vi.hoisted(() => ({ desk: {} as object }))
vi.mock('#app/management/stores/useCaseStore.ts', () => ({ useCaseStore: () => shared.desk }))
vi.mock('#app/management/stores/useUnfinishedStore.ts', () => ({
  useUnfinishedStore: () => ({ of: () => Promise.resolve(), keep: () => undefined, putAway: () => undefined }),
}))
const scheme = { sheets: [{ key: 'basic', title: '基本信息', fields: [{ key: 'name', kind: 'text', label: '姓名' }] }] }
vi.mock('#app/shared/scheme/useSchemeStore.ts', () => ({ useSchemeStore: () => ({ scheme }) }))

const passed = vi.fn<(seen: string) => Promise<boolean>>(() => Promise.resolve(true))
let desk: Desk
let app: App
let place: HTMLElement
const pinia = createPinia()
const keys = shallowRef<{ pass(): void; sendBack(): void }>()

/** 黄莉 stands in the list, and is not read yet. */
beforeEach(() => {
  passed.mockClear()
  desk = reactive<Desk>({
    key: '1',
    row: { name: '黄莉', state: 'checking' },
    opened: undefined,
    content: undefined,
    issues: [],
    standingDigest: () => (desk.opened ? 'seen' : ''),
    pass: passed,
    takeBack: () => Promise.resolve(true),
    setAside: () => Promise.resolve(desk.key === '1'),
  })
  shared.desk = desk
  place = document.body.appendChild(document.createElement('div'))
  app = createApp(() => h(CaseActions, { ref: keys })).use(pinia)
  app.mount(place)
})
afterEach(() => {
  app.unmount()
  place.remove()
  useToasts(pinia).dismissAll()
})

const button = (label: string) => [...place.querySelectorAll('button')].find((each) => each.textContent === label)
const said = () => useToasts(pinia).toasts.map(({ message }) => message)
function read(): Promise<void> {
  desk.opened = {}
  desk.content = { record: { basic: { name: '黄莉' } } }
  return nextTick()
}

test('a step pressed before the case has been read is not taken, and that is said', async () => {
  expect(button('通过')?.ariaDisabled).toBe('true')
  keys.value?.pass()
  expect(said()).toEqual(['“黄莉”还在打开，刚才的操作没有执行。'])
  button('通过')?.click()
  await read()
  expect(passed).not.toHaveBeenCalled()
  expect(button('通过')?.ariaDisabled).toBe('false')
  keys.value?.pass()
  await expect.poll(() => passed.mock.calls).toEqual([['seen']])
})

test('no dialog waits for what is not in sight, and none goes over to the next person', async () => {
  keys.value?.sendBack()
  button('退回')?.click()
  await read()
  expect(document.querySelector('dialog[open]')).toBeNull()
  keys.value?.sendBack()
  await expect.poll(() => document.querySelector('dialog[open]')?.textContent).toContain('退回')
  Object.assign(desk, { key: '2', opened: undefined, content: undefined })
  await nextTick()
  await read()
  expect(document.querySelector('dialog[open]')).toBeNull()
})

/** Sets aside whoever is on the desk, for this reason. */
async function setAside(reason: string): Promise<void> {
  button('搁置')?.click()
  await expect.poll(() => document.querySelector('dialog[open] input')).not.toBeNull()
  const field = document.querySelector<HTMLInputElement>('dialog[open] input')
  if (!field) throw new Error('nothing can be typed')
  field.value = reason
  field.dispatchEvent(new Event('input'))
  await expect.poll(() => button('确定')?.disabled).toBe(false)
  button('确定')?.click()
}

test('every step says that it was taken, and for whom; none that was not', async () => {
  await read()
  await setAside('已调走')
  await expect.poll(said).toEqual(['黄莉 已搁置。'])
  Object.assign(desk, { row: { name: '黄莉', state: 'setAside' } })
  await nextTick()
  button('取回')?.click()
  await expect.poll(said).toEqual(['黄莉 已搁置。', '黄莉 已取回。'])
  Object.assign(desk, { key: '2', row: { name: '韦晓', state: 'checking' } })
  await nextTick()
  await setAside('已调走')
  await expect.poll(() => document.querySelector('dialog[open]')).toBeNull()
  expect(said()).toEqual(['黄莉 已搁置。', '黄莉 已取回。'])
})
