import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openStaffServer } from '#app/platform/sync-client/staff-server.ts'
import { getSignInOptions } from '#core/sync/sign-in-options.ts'
import { getSession, type StaffSession } from '#core/sync/staff-session.ts'
import type { WireAnswer } from '#core/sync/wire-answer.ts'

const session = (csrf: string): StaffSession => ({
  account: {
    id: '01a2106e-6500-7d1f-8154-032f32da844c',
    loginName: 'jia',
    displayName: '甲',
    orgId: '01a2106e-6500-7a28-b2b1-33a55de418fe',
    role: 'admin',
    createdAt: 0,
    disabledAt: null,
  },
  org: {
    id: '01a2106e-6500-7a28-b2b1-33a55de418fe',
    parentId: null,
    name: '某校',
    orgCode: 'U1',
    division: '450000',
    level: 'unit',
  },
  expiresAt: 1,
  csrf,
})
const answer = (status: number, code: string): WireAnswer => ({
  kind: 'answer',
  status,
  text: JSON.stringify({ code, params: {} }),
})

describe('the server as staff speak to it', () => {
  beforeEach(() => vi.stubGlobal('location', { origin: 'https://caibao.test' }))
  afterEach(() => vi.unstubAllGlobals())

  test('tells that the session is over only of what its own words were sent with', async () => {
    const waiting: ((told: WireAnswer) => void)[] = []
    const server = openStaffServer('2012.1', () => new Promise((settle) => waiting.push(settle)))
    const over = vi.fn<() => void>()
    server.speakFor(session('a'), over)
    const late = server.ask(getSession)
    server.speakFor(session('b'), over)
    waiting.shift()?.(answer(401, 'SERVER_SIGN_IN_NEEDED'))
    expect(await late).toMatchObject({ error: { code: 'SERVER_SIGN_IN_NEEDED' } })
    expect(over).not.toHaveBeenCalled()
    const now = server.ask(getSession)
    waiting.shift()?.(answer(401, 'SERVER_SIGN_IN_NEEDED'))
    await now
    expect(over).toHaveBeenCalledOnce()
  })

  test('tells nothing of a fault, or of what needs no session', async () => {
    const told = [answer(503, 'SERVER_FAILED'), answer(401, 'SERVER_SIGN_IN_NEEDED')]
    const server = openStaffServer('2012.1', () => Promise.resolve(told.shift() ?? answer(500, 'SERVER_FAILED')))
    const over = vi.fn<() => void>()
    server.speakFor(session('a'), over)
    await server.ask(getSession)
    await server.ask(getSignInOptions)
    expect(over).not.toHaveBeenCalled()
  })
})
