import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type App, type Component, createApp, nextTick, reactive } from 'vue'
import { routeLocationKey } from 'vue-router'
import { platformKey } from '#app/shared/platform.ts'
import MadeCodeNote from '#app/management/components/admin/MadeCodeNote.vue'
import SignInForm from '#app/management/components/admin/SignInForm.vue'
import SyncConnection from '#app/management/components/sync/SyncConnection.vue'
import AccountPage from '#app/management/pages/admin/AccountPage.vue'
import AdminShell from '#app/management/pages/admin/AdminShell.vue'
import ErasurePage from '#app/management/pages/admin/ErasurePage.vue'
import TokensPage from '#app/management/pages/admin/TokensPage.vue'
import type { AppError } from '#core/errors/error-code.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { fail } from '#core/errors/result.ts'

const desk = vi.hoisted(() => ({ staff: {}, sync: {}, join: {}, own: {}, orgs: {}, erasures: {}, tokens: {} }))
vi.mock('#app/management/stores/useStaffStore.ts', () => ({ useStaffStore: () => desk.staff }))
vi.mock('#app/management/stores/useUnitSyncStore.ts', () => ({ useUnitSyncStore: () => desk.sync }))
vi.mock('#app/management/stores/useServerJoinStore.ts', () => ({ useServerJoinStore: () => desk.join }))
vi.mock('#app/management/stores/useOwnAccountStore.ts', () => ({ useOwnAccountStore: () => desk.own }))
vi.mock('#app/management/stores/useOrgsStore.ts', () => ({ useOrgsStore: () => desk.orgs }))
vi.mock('#app/management/stores/useErasuresStore.ts', () => ({ useErasuresStore: () => desk.erasures }))
vi.mock('#app/management/stores/useTokensStore.ts', () => ({ useTokensStore: () => desk.tokens }))
vi.mock('#app/shared/scheme/useSchemeNewsStore.ts', () => ({ useSchemeNewsStore: () => ({}) }))

const { error } = fail('SERVER_FAILED', {})
let app: App | undefined
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => app?.unmount())

function show(page: Component, route: object = { meta: {}, query: {} }, props: Record<string, unknown> = {}): void {
  app = createApp(page, props)
    .use(createPinia())
    .provide<unknown, symbol>(platformKey, { clock: { now: () => 0 } })
    .provide<unknown, symbol>(routeLocationKey, route)
    .component('RouterLink', { render: () => undefined })
    .component('RouterView', { render: () => undefined })
  app.mount(place)
}
function press(label: string): void {
  const found = [...place.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === label)
  if (!found) throw new Error(`no button ${label}`)
  found.click()
}
async function type(label: string, text: string): Promise<HTMLInputElement> {
  const field = [...place.querySelectorAll('.plain-field')].find(({ textContent }) => textContent.includes(label))
  const input = field?.querySelector('input')
  if (!input) throw new Error(`no field ${label}`)
  await userEvent.fill(input, text)
  return input
}

test('a device that is connected tells what went wrong with its server', () => {
  desk.sync = { state: { origin: 'https://s', kid: 'a'.repeat(43) }, isConnected: true, isRunning: false }
  desk.staff = { status: 'in' }
  desk.join = { error }
  show(SyncConnection)
  expect(place.textContent).toContain(toChinese(error))
})

test('whoever is in is told why they did not come out, on no door, and not on the next page', async () => {
  const told: { error?: AppError | undefined } = { error }
  const staff = reactive({ status: 'in', ...told, may: () => false, load: () => undefined, dropTyped: () => undefined })
  desk.staff = staff
  const route = reactive({ name: 'admin-invitation', meta: { isDoor: true } })
  show(AdminShell, route)
  expect(place.textContent).not.toContain(toChinese(error))
  route.meta.isDoor = false
  await nextTick()
  expect(place.textContent).toContain(toChinese(error))
  route.name = 'admin-orgs'
  await nextTick()
  expect([staff.error, place.textContent.includes(toChinese(error))]).toEqual([undefined, false])
})

test('a passkey is offered only where the browser has them', async () => {
  const staff = reactive({ options: { isSetUp: true, hasPasskeys: true }, canUsePasskeys: false })
  desk.staff = staff
  desk.own = { passkeys: [], load: () => undefined }
  show(SignInForm)
  expect(place.textContent).not.toContain('用通行密钥登录')
  staff.canUsePasskeys = true
  await nextTick()
  expect(place.textContent).toContain('用通行密钥登录')
  app?.unmount()
  show(AccountPage)
  expect(place.textContent).toContain('添加通行密钥')
  staff.canUsePasskeys = false
  await nextTick()
  expect(place.textContent).not.toContain('添加通行密钥')
  expect(place.textContent).toContain('用不了通行密钥')
})

test('passkeys that could not be read are said to be so, whatever was read beside them', () => {
  desk.staff = { options: { hasPasskeys: true }, canUsePasskeys: true }
  desk.own = { passkeys: [], passkeysError: error, load: () => undefined }
  show(AccountPage)
  expect(place.textContent).toContain(toChinese(error))
})

test('a link the browser would not copy is shown to be copied by hand', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText')
  write.mockRejectedValueOnce(new DOMException('no', 'NotAllowedError'))
  show(MadeCodeNote, {}, { made: { kind: 'invite', displayName: '甲', code: 'AAAA-BBBB' } })
  press('复制链接')
  await expect.poll(() => place.textContent).toContain('没有复制成功')
  expect(place.textContent).toContain(`${location.origin}/admin/invitation#AAAA-BBBB`)
  write.mockResolvedValueOnce()
  press('复制链接')
  await expect.poll(() => place.textContent).not.toContain('没有复制成功')
  write.mockRestore()
})

test('the tasks of the units say when the units could not be read', () => {
  desk.tokens = { tasks: [], load: () => undefined }
  desk.orgs = { orgs: [], lines: [], error, load: () => undefined }
  show(TokensPage)
  expect(place.textContent).toContain(toChinese(error))
})

test('the name of a passkey stays in its field until there is one', async () => {
  desk.staff = { options: { hasPasskeys: true }, canUsePasskeys: true }
  const made = vi.fn<(name: string) => Promise<boolean>>(() => Promise.resolve(false))
  desk.own = { passkeys: [], load: () => undefined, add: made }
  show(AccountPage)
  const name = await type('名称', '办公室电脑')
  press('添加通行密钥')
  press('添加通行密钥')
  await nextTick()
  await expect.poll(() => made.mock.calls).toEqual([['办公室电脑']])
  expect(name.value).toBe('办公室电脑')
  made.mockResolvedValue(true)
  await nextTick()
  press('添加通行密钥')
  await expect.poll(() => name.value).toBe('')
})

test('whoever could not be erased is still asked about, beside why, and the code stays', async () => {
  const erase = vi.fn<() => Promise<boolean>>()
  const found = [{ digest: 'a'.repeat(64), isSealed: false, isErased: false, by: 'hand' }]
  const told: { error?: AppError } = {}
  const store = reactive({ ...told, found, trace: [], unread: 0, done: undefined, open: () => undefined, erase })
  erase.mockImplementationOnce(() => {
    store.error = error
    return Promise.resolve(false)
  })
  desk.erasures = store
  desk.staff = {}
  desk.orgs = { lines: [], load: () => undefined }
  show(ErasurePage)
  const code = await type('校验码', 'a'.repeat(16))
  press('删除此人的全部数据…')
  await nextTick()
  const dialog = place.querySelector('dialog')
  dialog?.querySelector('input')?.click()
  await nextTick()
  press('删除')
  await expect.poll(() => dialog?.textContent).toContain(toChinese(error))
  expect([dialog?.open, code.value]).toEqual([true, 'a'.repeat(16)])
  erase.mockResolvedValue(true)
  press('删除')
  await expect.poll(() => dialog?.open).toBe(false)
  await expect.poll(() => code.value).toBe('')
})
