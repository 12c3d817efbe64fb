import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { type App, type Component, createApp } from 'vue'
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
vi.mock('#app/management/stores/useUnfinishedStore.ts', () => ({
  useUnfinishedStore: () => ({ of: () => Promise.resolve(kept), keep: () => undefined, putAway: () => undefined }),
}))

const page: Component = ReturnDialog
let app: App | undefined
afterEach(() => app?.unmount())

test('what was typed of a row that is gone goes to no other field by itself', async () => {
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
