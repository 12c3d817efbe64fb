import { beforeEach, describe, expect, test } from 'vitest'
import { useColleaguesStore } from '#app/management/stores/useColleaguesStore.ts'
import { fail, ok } from '#core/errors/result.ts'
import { heldServer } from '#tests/support/held-server.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const listed = (id: string) => ok({ items: [{ id }] })
const madeFor = (displayName: string) => ok({ invitation: { displayName, kind: 'invite' }, code: 'ABCD' })
const offline = fail('SERVER_FAILED', {})

describe('colleagues of a unit', () => {
  let server: ReturnType<typeof heldServer>
  let store: ReturnType<typeof useColleaguesStore>
  beforeEach(async () => {
    server = heldServer()
    store = useColleaguesStore(await pageStores({ staffServer: server.open }))
  })

  async function answerLists(orgId: string, people: unknown = listed(`${orgId}的人`)): Promise<void> {
    await server.answer('GET /accounts', orgId, people)
    await server.answer('GET /invitations', orgId, listed(`${orgId}的邀请`))
  }
  async function open(orgId: string): Promise<void> {
    const opened = store.open(orgId)
    await answerLists(orgId)
    await opened
  }

  test('are those of the unit chosen last, whichever answer comes last', async () => {
    const [first, second] = [store.open('甲'), store.open('乙')]
    await answerLists('乙')
    await second
    await answerLists('甲', offline)
    await first
    expect(store).toMatchObject({ accounts: [{ id: '乙的人' }], invitations: [{ id: '乙的邀请' }], error: undefined })
  })

  test('are unread, not none, while another unit is asked for, and when it cannot be read', async () => {
    await open('甲')
    const second = store.open('乙')
    expect([store.accounts, store.invitations]).toEqual([undefined, undefined])
    await answerLists('乙', offline)
    await second
    expect([store.accounts, store.invitations]).toEqual([undefined, undefined])
    expect(store.error?.code).toBe('PAGE_NOT_READ')
  })

  test('a code made for one unit is not shown on the page of another, whose lists stay', async () => {
    await open('甲')
    const invited = store.invite('覃审核', 'reviewer')
    const reset = store.reset('甲的人')
    await open('乙')
    await server.answer('POST /invitations', '', madeFor('覃审核'))
    await server.answer('POST /accounts/:accountId/reset', '', madeFor('甲的人'))
    await Promise.all([invited, reset])
    expect(store).toMatchObject({ made: undefined, accounts: [{ id: '乙的人' }] })
  })

  test('an act on one that failed is told of on the page of another too', async () => {
    await open('甲')
    const changed = store.change('甲的人', { isDisabled: true })
    await open('乙')
    await server.answer('POST /accounts/:accountId', '', offline)
    await changed
    expect(store).toMatchObject({ accounts: [{ id: '乙的人' }], error: { code: 'PRESS_NOT_ANSWERED' } })
  })

  test('a change that failed draws the list again, as it stands, over what was chosen in it', async () => {
    await open('甲')
    const before = store.accounts
    const changed = store.change('甲的人', { role: 'admin' })
    await server.answer('POST /accounts/:accountId', '', offline)
    await changed
    expect(store.accounts).toEqual(before)
    expect(store.accounts, 'only another list is drawn').not.toBe(before)
  })

  test('an invitation whose button was pressed twice is made once, and none for nobody', async () => {
    await open('甲')
    expect(await store.invite('  ', 'reviewer')).toBe(false)
    const pressed = [store.invite('覃审核', 'reviewer'), store.invite('覃审核', 'reviewer')]
    expect(store.isInviting).toBe(true)
    await server.answer('POST /invitations', '', madeFor('覃审核'))
    await answerLists('甲')
    expect(await Promise.all(pressed)).toEqual([true, false])
    expect(store).toMatchObject({ isInviting: false, made: { code: 'ABCD' } })
    expect(server.isAsked('POST /invitations')).toBe(false)
  })
})
