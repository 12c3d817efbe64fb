import type { Hono } from 'hono'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { apiBase } from '#core/sync/endpoint.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import type { NewOrg } from '#core/sync/sign-in-options.ts'
import { csrfOf } from '#server/access/staff-caller.ts'
import { addAccount } from '#server/store/accounts.ts'
import { addOrg, type OrgRow } from '#server/store/org-tree.ts'
import { openSession } from '#server/store/sessions.ts'
import type { Store } from '#server/store/store.ts'

/** When the tests of staff take place. */
export const staffNow = Date.parse('2026-11-25T02:00:00Z')

/** A small region: two cities, a department and its unit in the first, a unit in the second. */
export interface Tree {
  readonly region: OrgRow
  readonly city: OrgRow
  readonly department: OrgRow
  readonly unit: OrgRow
  readonly otherCity: OrgRow
  readonly otherUnit: OrgRow
}

const org = (name: string, orgCode: string, level: NewOrg['level']): NewOrg => ({
  name,
  orgCode,
  division: '450000',
  level,
})

/** Adds the small region. */
export async function aTree(store: Store): Promise<Tree> {
  return store.write(async (writer) => {
    const under = (parent: OrgRow | undefined, wanted: NewOrg) => addOrg(writer, wanted, { parent, now: staffNow })
    const region = await under(undefined, org('广西壮族自治区', 'R0', 'region'))
    const city = await under(region, org('南宁市', 'C1', 'city'))
    const department = await under(city, org('南宁市教育局', 'D1', 'department'))
    const unit = await under(department, org('南宁市第二中学', 'U1', 'unit'))
    const otherCity = await under(region, org('柳州市', 'C2', 'city'))
    const otherUnit = await under(otherCity, org('柳州市第一医院', 'U2', 'unit'))
    return { region, city, department, unit, otherCity, otherUnit }
  })
}

/** What came back. */
export interface Answer {
  readonly status: number
  readonly json: unknown
  readonly headers: Headers
}

/** Someone signed in, who asks the server things. */
export interface StaffClient {
  readonly accountId: string
  readonly headers: Readonly<Record<string, string>>
  ask(method: string, path: string, body?: unknown): Promise<Answer>
}

async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text()
  const isJson = response.headers.get('Content-Type')?.includes('json') === true
  return { status: response.status, json: isJson && text !== '' ? JSON.parse(text) : text, headers: response.headers }
}

/** Asks the server something as anybody. */
export async function ask(
  app: Hono,
  request: { method: string; path: string; body?: unknown; headers?: Readonly<Record<string, string>> },
): Promise<Answer> {
  const { method, path, body, headers = {} } = request
  const isRaw = typeof body === 'string' || body instanceof Uint8Array
  const init: RequestInit = { method, headers: { ...headers, host: 'caibao.test' } }
  if (body !== undefined) init.body = isRaw ? new Uint8Array(Buffer.from(body)) : JSON.stringify(body)
  return answerOf(await app.request(`${apiBase}${path}`, init))
}

/** A colleague with a session, without the work of a password. */
export async function aColleague(
  { app, store, now = staffNow }: { readonly app: Hono; readonly store: Store; readonly now?: number },
  orgId: string,
  role: StaffRole,
): Promise<StaffClient> {
  const { accountId, token } = await store.write(async (writer) => {
    const loginName = `${role}-${crypto.randomUUID()}`
    const account = await addAccount(
      writer,
      { loginName, displayName: `${role} 同事`, orgId, role, passwordHash: null },
      now,
    )
    if (!account) throw new Error('the name is taken')
    return { accountId: account.id, token: await openSession(writer, account.id, { now }) }
  })
  const headers = { cookie: `caibao-session=${token}`, [csrfHeader]: csrfOf(token) }
  return { accountId, headers, ask: (method, path, body) => ask(app, { method, path, body, headers }) }
}
