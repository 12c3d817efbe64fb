import { setActivePinia } from 'pinia'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { whyByHand } from '#app/management/stores/by-hand.ts'
import { useColleaguesStore } from '#app/management/stores/useColleaguesStore.ts'
import { useErasuresStore } from '#app/management/stores/useErasuresStore.ts'
import { useLiveTotalsStore } from '#app/management/stores/useLiveTotalsStore.ts'
import { useOrgsStore } from '#app/management/stores/useOrgsStore.ts'
import { useOwnAccountStore } from '#app/management/stores/useOwnAccountStore.ts'
import { useSchemeReleasesStore } from '#app/management/stores/useSchemeReleasesStore.ts'
import { useServerJoinStore } from '#app/management/stores/useServerJoinStore.ts'
import { useStaffStore } from '#app/management/stores/useStaffStore.ts'
import { useTokensStore } from '#app/management/stores/useTokensStore.ts'
import { openStaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { messagesEn } from '#core/errors/messages.en.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { fail } from '#core/errors/result.ts'
import type { NewOrg } from '#core/sync/sign-in-options.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const secret = '山路十八弯水路九连环'
const org: NewOrg = { name: '某校', orgCode: 'U1', division: '450103', level: 'unit' }
const you = { loginName: 'huang', displayName: '黄管理', password: secret }

beforeEach(() => vi.stubGlobal('location', { origin: 'https://caibao.test' }))
afterEach(() => vi.unstubAllGlobals())

/** The stores of a page whose every request comes to this. */
async function pageAt(wire: WireAnswer): Promise<void> {
  const server = openStaffServer('2012.1', () => Promise.resolve(wire))
  const unitDesk = (): Promise<object> => Promise.resolve({})
  setActivePinia(await pageStores({ staffServer: () => Promise.resolve(server), unitDesk }))
}

/** What is told when this was done, in a store that tells. */
type Act = () => Promise<AppError | undefined>
const told =
  <S extends { readonly error: AppError | undefined }>(open: () => S, act: (store: S) => Promise<unknown>): Act =>
  async () => {
    const store = open()
    await act(store)
    return store.error
  }

const presses: Readonly<Record<string, Act>> = {
  'signing in': told(useStaffStore, (staff) => staff.enterBy('huang', secret)),
  'setting the server up': told(useStaffStore, (staff) => staff.setUp({ code: 'X', org, ...you })),
  'looking at an invitation': told(useStaffStore, (staff) => staff.readInvitation('X')),
  'accepting an invitation': told(useStaffStore, (staff) => staff.accept({ code: 'X', password: secret })),
  'signing in by a passkey': told(useStaffStore, (staff) => staff.enterByPasskey()),
  'changing the password': told(useOwnAccountStore, (own) => own.setPassword('以前的', secret)),
  'adding a passkey': told(useOwnAccountStore, (own) => own.add('办公室电脑')),
  'removing a passkey': told(useOwnAccountStore, (own) => own.remove('1')),
  'binding an identity': told(useOwnAccountStore, (own) => own.beginIdentity()),
  'erasing somebody': told(useErasuresStore, (erasures) =>
    erasures.erase({ digest: 'a'.repeat(64), isSealed: false, isErased: false }),
  ),
  'closing an account': told(useColleaguesStore, (colleagues) => colleagues.change('1', { isDisabled: true })),
  'inviting somebody': told(useColleaguesStore, (colleagues) => colleagues.invite('覃审核', 'reviewer')),
  'a code for another password': told(useColleaguesStore, (colleagues) => colleagues.reset('1')),
  'taking an invitation back': told(useColleaguesStore, (colleagues) => colleagues.revoke('1')),
  'taking a token back': told(useTokensStore, (tokens) => tokens.revoke('1', '2')),
  'adding an organisation': told(useOrgsStore, (orgs) => orgs.add('1', org)),
  'correcting an organisation': told(useOrgsStore, (orgs) => orgs.change('1', { name: '某校' })),
  'finding the server': told(useServerJoinStore, (join) => join.look()),
}

const pages: Readonly<Record<string, Act>> = {
  'who is signed in': told(useStaffStore, (staff) => staff.load()),
  passkeys: async () => {
    const own = useOwnAccountStore()
    await own.load()
    return own.passkeysError
  },
  erasures: told(useErasuresStore, (erasures) => erasures.open('1')),
  'whom a code finds': told(useErasuresStore, (erasures) => erasures.find('a'.repeat(16))),
  colleagues: told(useColleaguesStore, (colleagues) => colleagues.open('1')),
  tokens: told(useTokensStore, (tokens) => tokens.load()),
  organisations: told(useOrgsStore, (orgs) => orgs.load()),
  schemes: told(useSchemeReleasesStore, (schemes) => schemes.load('1')),
}

test.each(Object.entries(presses))(
  '%s without a network does not count as done, and has to be pressed again',
  async (_what, act) => {
    await pageAt({ kind: 'failed', why: 'offline' })
    expect(await act()).toEqual({ code: 'PRESS_NOT_ANSWERED', params: { why: 'offline' } })
  },
)

test.each(Object.entries(pages))(
  'that %s could not be fetched is told, and that nothing fetches them',
  async (_what, act) => {
    await pageAt({ kind: 'failed', why: 'cut' })
    expect(await act()).toEqual({ code: 'PAGE_NOT_READ', params: { why: 'cut' } })
  },
)

test('the live totals say that the figures stand, and are fetched again by themselves', async () => {
  await pageAt({ kind: 'failed', why: 'cut' })
  const totals = useLiveTotalsStore()
  await totals.load('1')
  expect(totals.error).toEqual({ code: 'PAGE_NOT_RENEWED', params: { why: 'cut' } })
})

test('work that goes on by itself is told of as before: it does try again', async () => {
  await pageAt({ kind: 'failed', why: 'offline' })
  const staff = useStaffStore()
  expect(await staff.goOn()).toBe(false)
  expect(staff.error?.code).toBe('DELIVERY_NO_CONNECTION')
})

test('whoever typed too many wrong passwords is told just that, and how long to wait', async () => {
  const wait = { code: 'SIGN_IN_WAIT', params: { retryAfterSeconds: 4 } } as const
  await pageAt({ kind: 'answer', status: 429, text: JSON.stringify(wait), retryAfterSeconds: 4 })
  for (const what of ['signing in', 'looking at an invitation', 'changing the password'])
    expect(await presses[what]?.(), what).toEqual(wait)
  expect(toChinese(wait)).toMatch(/输错的次数太多.*请过 4 秒再输一次/)
  expect(messagesEn.SIGN_IN_WAIT(wait.params)).toContain('in 4 seconds')
  const long = { retryAfterSeconds: 850 }
  expect(toChinese({ code: 'SIGN_IN_WAIT', params: long })).toContain('请过 15 分钟再输一次')
  expect(messagesEn.SIGN_IN_WAIT(long)).toContain('in 15 minutes')
})

const notArrived = [
  fail('DELIVERY_NO_CONNECTION', { why: 'offline' }),
  fail('DELIVERY_NO_CONNECTION', { why: 'timeout' }),
  fail('DELIVERY_NO_CONNECTION', { why: 'cut' }),
  fail('DELIVERY_NO_CONNECTION', { why: 'tooLarge' }),
  fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }),
  fail('SERVER_BUSY', { retryAfterSeconds: 30 }),
  fail('SERVER_FAILED', {}),
]
const unanswered = notArrived.flatMap(({ error }) => [whyByHand(error, 'press'), whyByHand(error, 'page')])

test.each(unanswered)('$code $params promises nothing and speaks of no file', (error) => {
  const chinese = toChinese(error)
  expect(chinese).toMatch(/也不会自动再[做取]。请.*再/)
  expect(chinese.replaceAll('不会自动', '')).not.toMatch(/自动|报送文件|这台电脑/)
  const { code, params } = error
  if (code !== 'PRESS_NOT_ANSWERED' && code !== 'PAGE_NOT_READ') throw new Error(code)
  const english = messagesEn[code](params)
  expect(english).toMatch(/nothing (does|fetches) it by itself\. (Press|Try) again/)
  expect(english).not.toMatch(/submission|on this computer/)
})

test.each(notArrived)('of $error the live totals speak of figures, and of no file', ({ error: why }) => {
  const error = whyByHand(why, 'renewal')
  const chinese = toChinese(error)
  expect(chinese).toMatch(/数字没有更新，半分钟后自动再取。/)
  expect(chinese).not.toMatch(/报送文件|这台电脑|没有收下/)
  if (error.code !== 'PAGE_NOT_RENEWED') throw new Error(error.code)
  expect(messagesEn.PAGE_NOT_RENEWED(error.params)).toMatch(/figures were not renewed, and are fetched again/)
})

test('only of a busy server is it said for sure that nothing was done', () => {
  const sure = unanswered.filter((error) => toChinese(error).includes('没有做成，'))
  expect(sure).toEqual([{ code: 'PRESS_NOT_ANSWERED', params: { why: 'busy' } }])
})
