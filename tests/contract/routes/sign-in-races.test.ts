import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { hashPassword, isPassword } from '#server/access/passwords.ts'
import { csrfOf } from '#server/access/staff-caller.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { createApp } from '#server/create-app.ts'
import { accountById, addAccount, changeAccount, resetPassword } from '#server/store/accounts.ts'
import type { Writer } from '#server/store/database.ts'
import { openSession } from '#server/store/sessions.ts'
import type { Store } from '#server/store/store.ts'
import { amidWrite, beforeWrite } from '#tests/support/racing.ts'
import { someServices } from '#tests/support/services.ts'
import { ask, aTree, staffNow } from '#tests/support/staff.ts'
import { bothEngines, type TestDatabase } from '#tests/support/stores.ts'

const password = '春江水暖鸭先知2026'
const passwordHash = hashPassword(password)
const nextHash = hashPassword('another one of the owner')

describe.for(bothEngines())('a sign-in that races on $name', ({ isHere, create }) => {
  let database: TestDatabase
  let store: Store
  let accountId: string
  beforeEach(async (context) => {
    context.skip(!isHere, 'this machine has no PostgreSQL')
    database = await create()
    store = await database.open()
    const { unit } = await aTree(store)
    const made = { loginName: 'huang', displayName: '黄采集', orgId: unit.id, role: 'collector' } as const
    const hash = await passwordHash
    const account = await store.write((writer) => addAccount(writer, { ...made, passwordHash: hash }, staffNow))
    accountId = account?.id ?? ''
  })
  afterEach(async () => {
    if (isHere) await database.remove()
  })

  const reset = async (writer: Writer) => resetPassword(writer, accountId, await nextHash)
  const shutOut = async (writer: Writer) => void (await changeAccount(writer, accountId, { disabledAt: staffNow }))
  const changes = [
    ['a reset', reset],
    ['being shut out', shutOut],
  ] as const

  // An attempt is counted and forgiven, then the session is opened.
  const meanwhile = (work: (writer: Writer) => Promise<void>): Store => beforeWrite(store, 1, work)
  const amid = (work: (writer: Writer) => Promise<void>): Store => amidWrite(store, 3, work)

  const signInAt = async (racing: Store) => {
    const app = createApp(new Map(), await someServices(store, { store: racing }))
    return ask(app, { method: 'POST', path: '/session', body: { loginName: 'huang', password } })
  }
  const changeAt = async (racing: Store) => {
    const token = await store.write((writer) => openSession(writer, accountId, { now: staffNow }))
    const headers = { cookie: `caibao-session=${token}`, [csrfHeader]: csrfOf(token) }
    const app = createApp(new Map(), await someServices(store, { store: racing }))
    const body = { current: password, next: 'the password of a thief' }
    return ask(app, { method: 'POST', path: '/session/password', body, headers })
  }
  const sessions = async () => (await store.reader.selectFrom('staff_session').selectAll().execute()).length

  test.each(changes)('opens no session after %s that came between proof and opening', async (_, change) => {
    for (const racing of [meanwhile(change), amid(change)]) {
      const answer = await signInAt(racing)
      expect(answer).toMatchObject({ status: 401, json: { code: 'SIGN_IN_REFUSED' } })
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await sessions()).toBe(0)
      await store.write(async (writer) => {
        await changeAccount(writer, accountId, { disabledAt: null })
        await resetPassword(writer, accountId, await passwordHash)
      })
    }
    expect((await signInAt(store)).status).toBe(200)
  })

  test('sets no password over that of a reset', async () => {
    for (const racing of [meanwhile(reset), amid(reset)]) {
      expect((await changeAt(racing)).json).toMatchObject({ code: 'SIGN_IN_REFUSED' })
      expect(await sessions()).toBe(0)
      const account = await accountById(store.reader, accountId)
      expect(await isPassword(account?.password_hash, 'another one of the owner')).toBe(true)
      await store.write(async (writer) => resetPassword(writer, accountId, await passwordHash))
    }
    expect((await changeAt(store)).status).toBe(200)
  })
})
