import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import {
  changeAccount,
  createInvitation,
  createPasswordReset,
  type Invitation,
  listAccounts,
  listInvitations,
  revokeInvitation,
} from '#core/sync/accounts.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import type { Account } from '#core/sync/staff-session.ts'
import { forgetWithAccount } from './forget-with-account.ts'

/** A code that was just made; it cannot be shown again. */
export interface MadeCode {
  readonly displayName: string
  readonly kind: Invitation['kind']
  readonly code: string
}

/** Accounts and invitations of one organisation. */
export const useColleaguesStore = defineStore('colleagues', () => {
  const { staffServer } = usePlatform()
  const accounts = shallowRef<readonly Account[]>([])
  const invitations = shallowRef<readonly Invitation[]>([])
  const made = shallowRef<MadeCode>()
  const error = shallowRef<AppError>()
  forgetWithAccount(() => {
    accounts.value = []
    invitations.value = []
    made.value = undefined
  })
  let orgId = ''

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function refresh(): Promise<void> {
    const server = await staffServer()
    const query = { orgId }
    const [people, invited] = [await server.ask(listAccounts, { query }), await server.ask(listInvitations, { query })]
    accounts.value = keep(people)?.items ?? []
    if (people.ok) invitations.value = keep(invited)?.items ?? []
  }

  async function open(id: string): Promise<void> {
    orgId = id
    made.value = undefined
    await refresh()
  }

  function show(answer: Result<{ invitation: Invitation; code: string }>): void {
    const kept = keep(answer)
    made.value = kept && { displayName: kept.invitation.displayName, kind: kept.invitation.kind, code: kept.code }
  }

  async function invite(displayName: string, role: StaffRole): Promise<boolean> {
    const answer = await (await staffServer()).ask(createInvitation, { body: { orgId, displayName, role } })
    show(answer)
    if (answer.ok) await refresh()
    return answer.ok
  }

  async function reset(accountId: string): Promise<void> {
    const answer = await (await staffServer()).ask(createPasswordReset, { params: { accountId } })
    show(answer)
    if (answer.ok) await refresh()
  }

  async function revoke(invitationId: string): Promise<void> {
    if (keep(await (await staffServer()).ask(revokeInvitation, { params: { invitationId } }))) await refresh()
  }

  async function change(accountId: string, body: { role?: StaffRole; isDisabled?: boolean }): Promise<void> {
    if (keep(await (await staffServer()).ask(changeAccount, { params: { accountId }, body }))) await refresh()
  }

  return { accounts, invitations, made, error, open, invite, reset, revoke, change }
})
