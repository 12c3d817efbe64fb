import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type App, type Component, createApp, reactive } from 'vue'
import OrgForm from '#app/management/components/admin/OrgForm.vue'
import SetUpUnit from '#app/management/components/SetUpUnit.vue'
import SyncSignIn from '#app/management/components/sync/SyncSignIn.vue'
import AddUser from '#app/management/components/users/AddUser.vue'
import AccountPage from '#app/management/pages/admin/AccountPage.vue'

const desk = vi.hoisted(() => ({ units: {}, staff: {}, sync: {}, own: {}, orgs: {} }))
vi.mock('#app/management/stores/useUnitStore.ts', () => ({ useUnitStore: () => desk.units }))
vi.mock('#app/management/stores/useStaffStore.ts', () => ({ useStaffStore: () => desk.staff }))
vi.mock('#app/management/stores/useUnitSyncStore.ts', () => ({ useUnitSyncStore: () => desk.sync }))
vi.mock('#app/management/stores/useOwnAccountStore.ts', () => ({ useOwnAccountStore: () => desk.own }))
vi.mock('#app/management/stores/useOrgsStore.ts', () => ({ useOrgsStore: () => desk.orgs }))
vi.mock('#app/management/composables/useUnitDoubts.ts', () => ({
  useUnitDoubts: () => ({ place: '', doubts: { value: [] }, isSure: { value: false }, look: () => undefined }),
}))
vi.mock('#app/management/components/RestoreUnit.vue', () => ({ default: { render: () => undefined } }))

let app: App | undefined
const place = document.body.appendChild(document.createElement('div'))
afterEach(() => app?.unmount())

function show(page: Component, props: Record<string, unknown> = {}): void {
  app = createApp(page, props)
    .use(createPinia())
    .component('RouterLink', { render: () => undefined })
  app.mount(place)
}
/** Types into the fields, in their order. */
async function type(...texts: readonly string[]): Promise<void> {
  const fields = [...place.querySelectorAll<HTMLInputElement>('.plain-field input')]
  for (const [at, text] of texts.entries()) if (text !== '' && fields[at]) await userEvent.fill(fields[at], text)
  fields[texts.length - 1]?.focus()
}
const pressEnter = () => userEvent.keyboard('{Enter}')
const secret = '山路十八弯水路九连环'

/** Work that is done when the test says so. */
function heldWork() {
  let finish: (isDone: boolean) => void = () => undefined
  const work = vi.fn<(...given: unknown[]) => Promise<boolean>>(
    () =>
      new Promise<boolean>((resolve) => {
        finish = resolve
      }),
  )
  return { work, finish: (isDone: boolean) => finish(isDone) }
}

test('signing in is submitted by Enter, once, and not before both are typed', async () => {
  const { work, finish } = heldWork()
  desk.staff = reactive({ error: undefined, enterBy: work })
  desk.sync = { isConnected: false }
  show(SyncSignIn, { lead: '' })
  await type('huang')
  await pressEnter()
  expect(work).not.toHaveBeenCalled()
  await type('huang', secret)
  await pressEnter()
  await pressEnter()
  expect(work.mock.calls).toEqual([['huang', secret]])
  finish(true)
})

test('a password is changed by Enter, once, and not into a short one', async () => {
  const { work, finish } = heldWork()
  desk.staff = reactive({ session: undefined, options: undefined })
  desk.own = reactive({ error: undefined, passkeys: [], load: () => undefined, setPassword: work })
  show(AccountPage)
  await type('以前的', '短')
  await pressEnter()
  expect(work).not.toHaveBeenCalled()
  await type('以前的', secret)
  await pressEnter()
  await pressEnter()
  expect(work.mock.calls).toEqual([['以前的', secret]])
  finish(true)
})

test('an organisation is added by Enter, once', async () => {
  const { work, finish } = heldWork()
  desk.orgs = reactive({ lines: [{ org: { id: 'top', name: '上级' } }], add: work })
  show(OrgForm)
  await type('南宁市第二中学', '12450100MB0001X', '450103')
  await pressEnter()
  await pressEnter()
  expect(work).toHaveBeenCalledTimes(1)
  finish(true)
})

test('a unit is set up by Enter, once, and not before the passphrases are there', async () => {
  const { work, finish } = heldWork()
  desk.units = reactive({ error: undefined, setUp: work })
  show(SetUpUnit)
  const unit = ['南宁市第二中学', '12450100MB0001X', '450103', '', '']
  await type(...unit, secret)
  await pressEnter()
  expect(work).not.toHaveBeenCalled()
  await type(...unit, secret, `${secret}二`, '黄采集', `${secret}三`)
  await pressEnter()
  await pressEnter()
  expect(work).toHaveBeenCalledTimes(1)
  finish(true)
})

test('a user whose button was pressed twice is added once', async () => {
  const { work, finish } = heldWork()
  desk.units = reactive({ error: undefined, addUser: work })
  show(AddUser)
  await type('黄采集', secret)
  const button = place.querySelector('button')
  button?.click()
  button?.click()
  expect(work.mock.calls).toEqual([['黄采集', secret]])
  finish(true)
})
