import { setActivePinia } from 'pinia'
import { beforeEach, expect, test, vi } from 'vitest'
import { useColleaguesStore } from '#app/management/stores/useColleaguesStore.ts'
import { useOwnAccountStore } from '#app/management/stores/useOwnAccountStore.ts'
import { useStaffStore } from '#app/management/stores/useStaffStore.ts'
import { pageStores } from '#tests/support/page-stores.ts'

const secret = '山路十八弯水路九连环'
const org = { name: '某校', orgCode: 'U1', division: '450103', level: 'unit' } as const
const staffServer = vi.fn<() => Promise<unknown>>(() => Promise.reject(new Error('asked')))
beforeEach(async () => setActivePinia(await pageStores({ staffServer })))

const wrong = (entry: string) => ({ code: 'STAFF_ENTRY_BAD', params: { entry } })

test('whoever sets the server up, or comes by an invitation, is told which entry the server would not take', async () => {
  const staff = useStaffStore()
  const you = { code: 'X', org, loginName: 'huang', displayName: '黄管理', password: secret }
  expect(await staff.setUp({ ...you, loginName: '张 三' })).toBe(false)
  expect(staff.error).toEqual(wrong('loginName'))
  expect(await staff.setUp({ ...you, displayName: '黄\u200B管理' })).toBe(false)
  expect(staff.error).toEqual(wrong('displayName'))
  expect(await staff.accept({ code: 'X', loginName: '张三（市局）', password: secret })).toBe(false)
  expect(staff.error).toEqual(wrong('loginName'))
  expect(await staff.readInvitation('x'.repeat(65))).toBeUndefined()
  expect(staff.error).toEqual(wrong('code'))
})

test('what is too long to be a password or a name is refused like any other that is wrong', async () => {
  const staff = useStaffStore()
  for (const [loginName, password] of [
    ['huang', 'x'.repeat(257)],
    ['x'.repeat(65), secret],
  ] as const) {
    expect(await staff.enterBy(loginName, password)).toBe(false)
    expect(staff.error?.code).toBe('SIGN_IN_REFUSED')
  }
})

test('a colleague is not invited by a name that cannot be, and a password that cannot be is not set', async () => {
  const colleagues = useColleaguesStore()
  expect(await colleagues.invite('覃\u200B审核', 'reviewer')).toBe(false)
  expect(colleagues.error).toEqual(wrong('displayName'))
  const own = useOwnAccountStore()
  expect(await own.setPassword(secret, 'x'.repeat(257))).toBe(false)
  expect(own.error).toEqual(wrong('password'))
  expect(staffServer).not.toHaveBeenCalled()
})
