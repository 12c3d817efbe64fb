import { defineStore } from 'pinia'
import * as v from 'valibot'
import { computed, ref, shallowRef } from 'vue'
import { usePlatform } from '#app/shared/platform.ts'
import type { AppError } from '#core/errors/error-code.ts'
import { fail, type Result } from '#core/errors/result.ts'
import { acceptInvitation, openInvitation } from '#core/sync/accounts.ts'
import type { AnswerOf } from '#core/sync/endpoint.ts'
import { getSignInOptions, type NewOrg, setUpServer } from '#core/sync/sign-in-options.ts'
import { mayStaff, type StaffPermission } from '#core/sync/staff-may.ts'
import { beginPasskeySignIn, signInByPasskey } from '#core/sync/passkeys.ts'
import { wrongEntry } from '#core/sync/staff-entries.ts'
import { asOther, getSession, signIn, signOut, signOutEverywhere, type StaffSession } from '#core/sync/staff-session.ts'
import { askingByHand, whyByHand } from './by-hand.ts'

/** What the first administrator says of themselves and of the organisation at the top. */
export interface FirstStart {
  readonly code: string
  readonly org: NewOrg
  readonly loginName: string
  readonly displayName: string
  readonly password: string
}

/** Who is signed in at the server. */
export const useStaffStore = defineStore('staff', () => {
  const { staffServer } = usePlatform()
  const ask = askingByHand(staffServer)
  const status = ref<'loading' | 'out' | 'in' | 'over'>('loading')
  const session = shallowRef<StaffSession>()
  const options = shallowRef<AnswerOf<typeof getSignInOptions>>()
  /** Whether this browser, at this address, can use passkeys. */
  const canUsePasskeys = ref(false)
  const error = shallowRef<AppError>()
  /** Whether something is half typed at the server's pages: it does not go with a session that ends. */
  const isHalfTyped = ref(false)
  const may = computed(() => (permission: StaffPermission): boolean => {
    const role = session.value?.account.role
    return role !== undefined && mayStaff(role, permission)
  })

  /** The account this page spoke for last. */
  let lastIn: string | undefined

  /** Nobody is in any more: what was read for whoever was goes with the session. */
  function signedOut(why?: AppError): void {
    session.value = undefined
    status.value = 'out'
    isHalfTyped.value = false
    error.value = why
  }

  /** The server knows the session no more: it ended by itself, or elsewhere. What is half typed waits for who typed it. */
  function sessionOver(): void {
    if (status.value !== 'in') return
    const why = fail('SERVER_SIGN_IN_NEEDED', {}).error
    if (!isHalfTyped.value) return signedOut(why)
    status.value = 'over'
    error.value = why
  }

  /** Nobody came in; whoever's session is over may still come back to what they typed. */
  function stayOut(why?: AppError): void {
    if (status.value === 'over') error.value = why
    else signedOut(why)
  }

  /** What was half typed stands there no more. */
  function dropTyped(): void {
    isHalfTyped.value = false
    if (status.value === 'over') signedOut(error.value)
  }

  async function enter(next: StaffSession): Promise<void> {
    if (next.account.id !== session.value?.account.id) isHalfTyped.value = false
    error.value = undefined
    session.value = next
    status.value = 'in'
    lastIn = next.account.id
    const server = await staffServer()
    server.speakFor(next, sessionOver)
  }

  /** A door that stays shut changes nothing for whoever is in already. */
  async function enterThrough(answer: Result<StaffSession>): Promise<boolean> {
    if (answer.ok) await enter(answer.value)
    else error.value = answer.error
    return answer.ok
  }

  /** Whether somebody is signed in already (of a certain account, when only that one will do), and how one may sign in. */
  async function look(only?: string): Promise<void> {
    const server = await staffServer()
    const known = await server.ask(getSignInOptions)
    if (!known.ok) return stayOut(known.error)
    options.value = known.value
    canUsePasskeys.value = server.passkeys.areHere()
    const found = await server.ask(getSession)
    const isOther = found.ok && only !== undefined && found.value.account.id !== only
    if (found.ok) return isOther ? signedOut(asOther(found.value).error) : enter(found.value)
    // To be signed out is no failure.
    stayOut(found.error.code === 'SERVER_SIGN_IN_NEEDED' ? undefined : found.error)
  }

  /** The same for somebody who waits at the page. */
  async function load(): Promise<void> {
    await look()
    if (error.value) error.value = whyByHand(error.value, 'page')
  }

  /** For work that goes on by itself: nobody takes the place of who was signed in in this page without being seen. */
  async function goOn(): Promise<boolean> {
    if (status.value !== 'in') await look(lastIn)
    return status.value === 'in'
  }

  /** Who comes back to the page may have signed in beside it by then; until then it says what it said. */
  async function comeBack(): Promise<void> {
    if (status.value !== 'over') return
    const found = await (await staffServer()).ask(getSession)
    if (!found.ok || status.value !== 'over') return
    if (found.value.account.id === lastIn) await enter(found.value)
    else signedOut(asOther(found.value).error)
  }

  /** What the server would not take is told before it is sent. */
  function isSound(typed: Parameters<typeof wrongEntry>[0]): boolean {
    error.value = wrongEntry(typed)
    return error.value === undefined
  }

  async function enterBy(loginName: string, password: string): Promise<boolean> {
    const body = { loginName, password }
    // What is longer than any can be is nobody's.
    return enterThrough(v.is(signIn.body, body) ? await ask(signIn, { body }) : fail('SIGN_IN_REFUSED', {}))
  }

  /** By a passkey of this browser; to turn away is no failure. */
  async function enterByPasskey(): Promise<boolean> {
    error.value = undefined
    const server = await staffServer()
    const begun = await ask(beginPasskeySignIn)
    if (!begun.ok) return enterThrough(begun)
    const used = await server.passkeys.use(begun.value.options)
    if (!used.ok) return enterThrough(used)
    const { value: passkey } = used
    return passkey !== undefined && enterThrough(await ask(signInByPasskey, { body: { passkey } }))
  }

  async function setUp(first: FirstStart): Promise<boolean> {
    if (!isSound(first)) return false
    const isIn = await enterThrough(await ask(setUpServer, { body: first }))
    if (isIn && options.value) options.value = { ...options.value, isSetUp: true }
    return isIn
  }

  async function readInvitation(code: string): Promise<AnswerOf<typeof openInvitation> | undefined> {
    if (!isSound({ code })) return undefined
    const found = await ask(openInvitation, { body: { code } })
    error.value = found.ok ? undefined : found.error
    return found.ok ? found.value : undefined
  }

  const accept = async (body: { code: string; loginName?: string; password: string }): Promise<boolean> =>
    isSound(body) && enterThrough(await ask(acceptInvitation, { body }))

  async function leave(everywhere = false): Promise<void> {
    error.value = undefined
    const left = await (await staffServer()).ask(everywhere ? signOutEverywhere : signOut)
    if (left.ok) return signedOut()
    const { remedy, error: why } = left
    if (why.code === 'SERVER_OTHER_ACCOUNT') signedOut(why)
    // Whoever has no session is out; that the other devices still are in is told.
    else if (why.code === 'SERVER_SIGN_IN_NEEDED') signedOut(everywhere ? why : undefined)
    // Nothing goes on by itself here, as the sentences of other errors that pass say.
    else error.value = remedy === 'retry' ? fail('SIGN_OUT_FAILED', {}).error : why
  }

  return {
    status,
    session,
    options,
    canUsePasskeys,
    error,
    isHalfTyped,
    may,
    enter,
    signedOut,
    dropTyped,
    load,
    goOn,
    comeBack,
    enterBy,
    enterByPasskey,
    setUp,
    readInvitation,
    accept,
    leave,
  }
})
