import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import type { Result } from '#core/errors/result.ts'
import type { AnswerOf } from '#core/sync/endpoint.ts'
import { linkIdentity, listIdentities, removeIdentity } from '#core/sync/identities.ts'
import { addPasskey, beginPasskey, listPasskeys, removePasskey } from '#core/sync/passkeys.ts'
import { wrongEntry } from '#core/sync/staff-entries.ts'
import { changePassword } from '#core/sync/staff-session.ts'
import { askingByHand } from './by-hand.ts'
import { forgetWithAccount } from './forget-with-account.ts'
import { useStaffStore } from './useStaffStore.ts'

type Passkey = AnswerOf<typeof addPasskey>
type Identity = AnswerOf<typeof listIdentities>['items'][number]

/** One's own account: its password, its passkeys, and what it is bound to at the identity provider. */
export const useOwnAccountStore = defineStore('own-account', () => {
  const { staffServer } = usePlatform()
  const ask = askingByHand(staffServer)
  const staff = useStaffStore()
  const passkeys = shallowRef<readonly Passkey[]>([])
  const identities = shallowRef<readonly Identity[]>([])
  const error = shallowRef<AppError>()
  /** Why a list is empty that could not be read; both are asked for at once. */
  const passkeysError = shallowRef<AppError>()
  const identitiesError = shallowRef<AppError>()
  forgetWithAccount(() => {
    passkeys.value = []
    identities.value = []
    error.value = undefined
    passkeysError.value = undefined
    identitiesError.value = undefined
  })

  function keep<T>(result: Result<T>): T | undefined {
    error.value = result.ok ? undefined : result.error
    return result.ok ? result.value : undefined
  }

  async function load(): Promise<void> {
    error.value = undefined
    const listed = await ask(listPasskeys)
    passkeysError.value = listed.ok ? undefined : listed.error
    passkeys.value = listed.ok ? listed.value.items : []
  }

  async function loadIdentities(): Promise<void> {
    const listed = await ask(listIdentities)
    identitiesError.value = listed.ok ? undefined : listed.error
    identities.value = listed.ok ? listed.value.items : []
  }

  /** Where the browser is to go for an identity to be bound. */
  const beginIdentity = async (): Promise<string | undefined> => keep(await ask(linkIdentity))?.url

  async function dropIdentity({ issuer, subject }: Identity): Promise<boolean> {
    const isGone = keep(await ask(removeIdentity, { query: { issuer, subject } })) !== undefined
    if (isGone) await loadIdentities()
    return isGone
  }

  /** Every other session ends; this one goes on under a new token. */
  async function setPassword(current: string, next: string): Promise<boolean> {
    error.value = wrongEntry({ password: next })
    if (error.value) return false
    const session = keep(await ask(changePassword, { body: { current, next } }))
    if (session) await staff.enter(session)
    return session !== undefined
  }

  /** Whether there is one now: who is asked may turn away. */
  async function add(name: string): Promise<boolean> {
    const begun = keep(await ask(beginPasskey))
    const passkey = begun && keep(await (await staffServer()).passkeys.make(begun.options))
    if (!passkey || !keep(await ask(addPasskey, { body: { name, passkey } }))) return false
    await load()
    return true
  }

  async function remove(passkeyId: string): Promise<void> {
    if (keep(await ask(removePasskey, { params: { passkeyId } }))) await load()
  }

  return {
    passkeys,
    identities,
    error,
    passkeysError,
    identitiesError,
    load,
    loadIdentities,
    beginIdentity,
    dropIdentity,
    setPassword,
    add,
    remove,
  }
})
