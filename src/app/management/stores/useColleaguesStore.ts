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
import { nameIn, wrongEntry } from '#core/sync/staff-entries.ts'
import type { Account } from '#core/sync/staff-session.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'
import { onceAtATime } from './once-at-a-time.ts'

/** A code that was just made; it cannot be shown again. */
export interface MadeCode {
  readonly displayName: string
  readonly kind: Invitation['kind']
  readonly code: string
}

/** Accounts and invitations of one organisation. */
export const useColleaguesStore = defineStore('colleagues', () => {
  const ask = askingByHand(usePlatform().staffServer)
  /** Without a list until it was read. */
  const accounts = shallowRef<readonly Account[]>()
  const invitations = shallowRef<readonly Invitation[]>()
  const made = shallowRef<MadeCode>()
  const error = shallowRef<AppError>()
  function empty(): void {
    accounts.value = undefined
    invitations.value = undefined
    made.value = undefined
  }
  forgetWithAccount(empty)
  /** The unit on the page: what comes for another comes too late. */
  let orgId = ''

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function refresh(of: string): Promise<void> {
    if (of !== orgId) return
    const query = { orgId: of }
    const [people, invited] = [await ask(listAccounts, { query }), await ask(listInvitations, { query })]
    if (of !== orgId) return
    accounts.value = keep(people)?.items
    invitations.value = people.ok ? keep(invited)?.items : undefined
  }

  async function open(id: string): Promise<void> {
    orgId = id
    empty()
    error.value = undefined
    await refresh(id)
  }

  /** Shows the code on the page of its unit only; that none was made is told on any. */
  function show(of: string, answer: Result<{ invitation: Invitation; code: string }>): void {
    if (answer.ok && of !== orgId) return
    const kept = keep(answer)
    made.value = kept && { displayName: kept.invitation.displayName, kind: kept.invitation.kind, code: kept.code }
  }

  async function invite(typedName: string, role: StaffRole): Promise<boolean> {
    const displayName = nameIn(typedName)
    if (displayName === '') return false
    error.value = wrongEntry({ displayName })
    if (error.value) return false
    const of = orgId
    const answer = await ask(createInvitation, { body: { orgId: of, displayName, role } })
    show(of, answer)
    if (answer.ok) await refresh(of)
    return answer.ok && of === orgId
  }
  // Of two codes made at once the first is gone from the screen, and lives.
  const inviting = onceAtATime(invite)

  async function reset(accountId: string): Promise<void> {
    const of = orgId
    const answer = await ask(createPasswordReset, { params: { accountId } })
    show(of, answer)
    if (answer.ok) await refresh(of)
  }

  async function revoke(invitationId: string): Promise<void> {
    const of = orgId
    if (keep(await ask(revokeInvitation, { params: { invitationId } }))) await refresh(of)
  }

  async function change(accountId: string, body: { role?: StaffRole; isDisabled?: boolean }): Promise<void> {
    const of = orgId
    if (keep(await ask(changeAccount, { params: { accountId }, body }))) await refresh(of)
    // A select in the table keeps what was chosen until the list is drawn again.
    else if (accounts.value) accounts.value = [...accounts.value]
  }

  return {
    accounts,
    invitations,
    made,
    error,
    isInviting: inviting.isRunning,
    open,
    invite: inviting.run,
    reset,
    revoke,
    change,
  }
})
