import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, type Component, createApp, h, reactive } from 'vue'
import CorrectDialog from '#app/management/components/cases/CorrectDialog.vue'
import ReturnDialog from '#app/management/components/cases/ReturnDialog.vue'

const scheme = {
  sheets: [
    { key: 'basic', title: '基本信息', fields: [{ key: 'name', kind: 'text', label: '姓名' }] },
    { key: 'titles', title: '任职', fields: [{ key: 'post', kind: 'text', label: '职务' }] },
  ],
}
/** Typed about a row that the newer submission has no more. */
const kept = { of: 'older', lines: [{ path: 'titles[1].post', reason: 'missing', text: '少了聘书' }] }
vi.mock('#app/shared/scheme/useSchemeStore.ts', () => ({ useSchemeStore: () => ({ scheme }) }))
const { keep, waits } = vi.hoisted(() => ({
  keep: vi.fn<(place: string, typed: object) => void>(),
  waits: { of: undefined as object | undefined },
}))
vi.mock('#app/management/stores/useUnfinishedStore.ts', () => ({
  useUnfinishedStore: () => ({ of: () => Promise.resolve(waits.of), keep, putAway: () => undefined }),
}))
vi.mock('#app/shared/form/FormField.vue', async () => {
  const vue = await import('vue')
  const valueOf = ({ target }: Event): string => (target instanceof HTMLInputElement ? target.value : '')
  const shown = vue.defineComponent(
    ({ read, field }: { read: () => Record<string, string>; field: { key: string } }, { emit }) =>
      () =>
        vue.h('input', {
          class: 'corrected',
          value: read()[field.key],
          onInput: (event: Event) => emit('filled', valueOf(event)),
        }),
    { props: ['read', 'field'], emits: ['filled'] },
  )
  return { default: shown }
})

const page: Component = ReturnDialog
let app: App | undefined
afterEach(() => {
  app?.unmount()
  waits.of = undefined
  keep.mockClear()
})

test('what was typed of a row that is gone goes to no other field by itself', async () => {
  waits.of = kept
  const sent = vi.fn<(comments: readonly unknown[]) => void>()
  const record = { basic: { name: '黄莉' }, titles: [{ post: '教师' }] }
  const given = { open: true, record, digest: 'newer', suggested: [], place: 'return 1', onSubmit: sent }
  app = createApp(page, given).use(createPinia())
  app.mount(document.body.appendChild(document.createElement('div')))
  const dialog = (): HTMLElement | null => document.querySelector('dialog[open]')
  const submit = () =>
    [...(dialog()?.querySelectorAll('button') ?? [])].find((each) => each.textContent === '生成退回单')
  await expect.poll(() => dialog()?.textContent).toContain('原来说的“任职 第 2 条 · 职务”已经没有了')
  const select = dialog()?.querySelector('select')
  expect(select?.value).toBe('')
  expect(submit()?.disabled).toBe(true)
  submit()?.click()
  if (select) select.value = 'titles[0].post'
  select?.dispatchEvent(new Event('change'))
  await expect.poll(() => submit()?.disabled).toBe(false)
  expect(dialog()?.textContent).not.toContain('已经没有了')
  submit()?.click()
  expect(sent.mock.calls).toEqual([[[{ path: 'titles[0].post', reason: 'missing', text: '少了聘书' }]]])
})

/** The dialog about 黄莉, over her first submission. */
function dialogOf(asked: Component, given: object) {
  const record = { basic: { name: '黄莉' }, titles: [{ post: '教师' }] }
  const props = reactive({ open: true, record, digest: 'first', place: '1', ...given })
  app = createApp(() => h(asked, { ...props, 'onUpdate:open': (isOpen: boolean) => void (props.open = isOpen) }))
  app.use(createPinia()).mount(document.body.appendChild(document.createElement('div')))
  const dialog = (): HTMLElement | null => document.querySelector('dialog[open]')
  const typeInto = (selector: string, text: string): void => {
    const field = dialog()?.querySelector(selector)
    if (!(field instanceof HTMLInputElement)) throw new Error('no field')
    field.value = text
    field.dispatchEvent(new Event('input'))
  }
  return {
    props,
    said: () => dialog()?.textContent ?? '',
    fields: () => [...(dialog()?.querySelectorAll('select') ?? [])].map(({ value }) => value),
    type: (text: string) => typeInto('input[type=text]', text),
    correct: (value: string) => typeInto('.corrected', value),
    corrected: () => dialog()?.querySelector<HTMLInputElement>('.corrected')?.value,
    choose: (path: string): void => {
      const select = dialog()?.querySelector('select')
      if (!select) throw new Error('no places')
      select.value = path
      select.dispatchEvent(new Event('change'))
    },
    button: (label: string) =>
      [...(dialog()?.querySelectorAll('button') ?? [])].find((each) => each.textContent === label),
  }
}

const older = '较早'

test('what was typed on what counts no more is said to be so, though the dialog was never left', async () => {
  const { props, said, type } = dialogOf(page, { suggested: ['titles[0].post'] })
  await expect.poll(said).toContain('退回')
  type('少了聘书')
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ of: 'first' })
  expect(said()).not.toContain(older)
  Object.assign(props, { digest: 'second' })
  await expect.poll(said).toContain(older)
  type('少了聘书，请补交')
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ of: '', lines: [{ text: '少了聘书，请补交' }] })
})

test('where nothing was typed, the dialog begins with what is open in the newer submission', async () => {
  const { props, said, fields } = dialogOf(page, { suggested: ['titles[0].post'] })
  await expect.poll(fields).toEqual(['titles[0].post', 'differs'])
  props.open = false
  await expect.poll(said).toBe('')
  Object.assign(props, { digest: 'second', suggested: ['basic.name'] })
  props.open = true
  await expect.poll(fields).toEqual(['basic.name', 'differs'])
  expect(said()).not.toContain(older)
})

test('a dialog that stands open, into which nothing was typed, goes over to what is open in the newer submission', async () => {
  const { props, said, fields } = dialogOf(page, { suggested: ['titles[0].post'] })
  await expect.poll(fields).toEqual(['titles[0].post', 'differs'])
  Object.assign(props, { digest: 'second', suggested: ['basic.name'] })
  await expect.poll(fields).toEqual(['basic.name', 'differs'])
  expect(said()).not.toContain(older)
})

test('a correction that was begun on what counts no more says so, and undoes nothing the person changed', async () => {
  const { props, said, fields, type } = dialogOf(CorrectDialog, { suggested: 'titles[0].post' })
  await expect.poll(fields).toEqual(['titles[0].post'])
  type('与聘书一致')
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ of: 'first', lines: [{ text: '教师' }] })
  Object.assign(props, { digest: 'second', record: { basic: { name: '黄莉' }, titles: [{ post: '教授' }] } })
  await expect.poll(said).toContain(older)
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ of: '', lines: [{ text: '教授' }] })
})

const newer = { digest: 'second', record: { basic: { name: '黄莉' }, titles: [{ post: '教授' }] } }

test('a value nobody typed is no word of the clerk either who comes back to the person', async () => {
  const first = dialogOf(CorrectDialog, { suggested: 'titles[0].post' })
  await expect.poll(first.fields).toEqual(['titles[0].post'])
  first.type('与聘书一致')
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ lines: [{ reason: '与聘书一致' }] })
  waits.of = keep.mock.lastCall?.[1]
  app?.unmount()
  const { said, corrected, button } = dialogOf(CorrectDialog, { suggested: 'titles[0].post', ...newer })
  await expect.poll(said).toContain(older)
  expect(corrected()).toBe('教授')
  expect(button('修改并签名')?.disabled).toBe(true)
})

test('a value that was typed waits for who comes back, whatever the person changed', async () => {
  waits.of = { of: 'first', lines: [{ path: 'titles[0].post', reason: '与聘书一致', text: '副教授', before: '教师' }] }
  const { said, corrected, button } = dialogOf(CorrectDialog, { suggested: 'basic.name', ...newer })
  await expect.poll(said).toContain(older)
  await expect.poll(corrected).toBe('副教授')
  expect(button('修改并签名')?.disabled).toBe(false)
})

const withSecondRow = { basic: { name: '黄莉' }, titles: [{ post: '教师' }, { post: '干事' }] }

/** A corrected value waits for another place, and goes to the same field of another row. */
async function expectTakenByAnotherRow(dialog: ReturnType<typeof dialogOf>): Promise<void> {
  const { said, corrected, choose, button } = dialog
  await expect.poll(said).toContain('“任职 第 2 条 · 职务”已经没有了')
  expect(said()).toContain('主任')
  expect(button('修改并签名')?.disabled).toBe(true)
  // An arrow key in the list of places chooses whatever it passes.
  choose('basic.name')
  await expect.poll(corrected).toBe('黄莉')
  expect(said()).toContain('已经没有了')
  choose('titles[0].post')
  await expect.poll(corrected).toBe('主任')
  expect(said()).not.toContain('已经没有了')
  expect(button('修改并签名')?.disabled).toBe(false)
}

test('a corrected value whose row is gone in the newer submission waits for another place', async () => {
  const dialog = dialogOf(CorrectDialog, { suggested: 'titles[1].post', record: withSecondRow })
  await expect.poll(dialog.corrected).toBe('干事')
  dialog.type('与聘书一致')
  dialog.correct('主任')
  await expect.poll(() => keep.mock.lastCall?.[1]).toMatchObject({ lines: [{ text: '主任' }] })
  Object.assign(dialog.props, newer)
  await expectTakenByAnotherRow(dialog)
})

test('so does one that was kept', async () => {
  waits.of = { of: 'first', lines: [{ path: 'titles[1].post', reason: '与聘书一致', text: '主任' }] }
  const dialog = dialogOf(CorrectDialog, { suggested: '', ...newer })
  await expect.poll(dialog.said).toContain(older)
  await expectTakenByAnotherRow(dialog)
})

test('and goes on waiting where another field is corrected first', async () => {
  waits.of = { of: 'first', lines: [{ path: 'titles[1].post', reason: '与聘书一致', text: '主任' }] }
  const onSubmit = vi.fn<(wanted: readonly object[], waiting: object | undefined) => void>()
  const { said, corrected, correct, choose, button } = dialogOf(CorrectDialog, { suggested: '', onSubmit, ...newer })
  await expect.poll(said).toContain('已经没有了')
  choose('basic.name')
  await expect.poll(corrected).toBe('黄莉')
  correct('黄丽')
  await expect.poll(() => button('修改并签名')?.disabled).toBe(false)
  button('修改并签名')?.click()
  const waiting = { path: 'titles[1].post', reason: '', text: '主任' }
  expect(onSubmit).toHaveBeenLastCalledWith([{ path: 'basic.name', after: '黄丽', reason: '与聘书一致' }], waiting)
})
