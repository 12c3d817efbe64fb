import { calculateJwkThumbprint } from 'jose'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, ok } from '#core/errors/result.ts'
import { getOrg, listOrgs, type Org } from '#core/sync/orgs.ts'
import { getServerInfo, type ServerInfo } from '#core/sync/server-info.ts'
import { getSession } from '#core/sync/staff-session.ts'
import { type Answered, refuse } from '#core/sync/wire-answer.ts'
import type { Unit } from '#core/unit/unit.ts'

/** What speaks to the server is a part of the app that comes over the network when it is not kept here yet. */
export const reachServer = (open: () => Promise<StaffServer>): Promise<Answered<StaffServer>> =>
  open().then(ok, () => refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'offline' })))

/** Asks the server who it is; its name must be that of its key. */
export async function meetServer(server: StaffServer): Promise<Answered<ServerInfo>> {
  const info = await server.ask(getServerInfo)
  if (!info.ok) return info
  const isItself = (await calculateJwkThumbprint(info.value.key, 'sha256')) === info.value.kid
  return isItself ? info : refuse('retry', fail('DELIVERY_ANSWER_FOREIGN', { status: 200 }))
}

/** Meets the server again: one that signs with another key than the first time is not believed. */
export async function meetAgain(server: StaffServer, pinnedKey: string | undefined): Promise<Answered<ServerInfo>> {
  const about = await meetServer(server)
  const isOther = about.ok && pinnedKey !== undefined && about.value.kid !== pinnedKey
  return isOther ? refuse('needsPerson', fail('UNIT_SERVER_KEY_OTHER', {})) : about
}

/** Whether somebody is signed in, for this page to go on speaking for. */
export async function goOnAs(staff: {
  readonly goOn: () => Promise<boolean>
  readonly error: AppError | undefined
}): Promise<Answered<void>> {
  if (await staff.goOn()) return ok(undefined)
  return refuse('needsPerson', staff.error ? { error: staff.error } : fail('SERVER_SIGN_IN_NEEDED', {}))
}

/** The first organisation of a code that the account may see. */
async function orgOfCode(server: StaffServer, orgCode: string): Promise<Answered<Org | undefined>> {
  let after: string | null = null
  do {
    const query: Record<string, string> = after === null ? {} : { after }
    const page = await server.ask(listOrgs, { query })
    if (!page.ok) return page
    const found = page.value.items.find((each) => each.orgCode === orgCode)
    if (found) return ok(found)
    after = page.value.next
  } while (after !== null)
  return ok(undefined)
}

/** The organisation on the server that is this unit: the account's own, or one below it. */
export async function findOwnOrg(server: StaffServer, own: Org, { orgCode, name }: Unit): Promise<Answered<Org>> {
  if (own.orgCode === orgCode) return ok(own)
  const found = await orgOfCode(server, orgCode)
  if (!found.ok) return found
  return found.value ? ok(found.value) : refuse('needsPerson', fail('UNIT_NOT_ON_SERVER', { unit: name }))
}

/** The organisation this device joined as, how it stands in the tree now; nothing when the account sees no more of it. */
export async function ownOrgNow(server: Pick<StaffServer, 'ask'>, orgId: string): Promise<Answered<Org | undefined>> {
  const session = await server.ask(getSession)
  if (!session.ok) return session
  const { org } = session.value
  if (org.id === orgId) return ok(org)
  const found = await server.ask(getOrg, { params: { orgId } })
  return !found.ok && found.error.code === 'SERVER_ADDRESS_UNKNOWN' ? ok(undefined) : found
}
