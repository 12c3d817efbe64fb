import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import * as v from 'valibot'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'
import { publishScheme } from '#core/scheme/scheme-file.ts'
import { type Access, apiBase } from '#core/sync/endpoint.ts'
import { csrfHeader } from '#core/sync/staff-session.ts'
import { hashPassword } from '#server/access/passwords.ts'
import { csrfOf } from '#server/access/staff-caller.ts'
import type { RunningServices } from '#server/create-services.ts'
import { compiledBundle } from '#server/scheme/read-codes.ts'
import { addAccount } from '#server/store/accounts.ts'
import { addInvitation } from '#server/store/invitations.ts'
import { addRelease } from '#server/store/schemes.ts'
import { openSession } from '#server/store/sessions.ts'
import type { KnownValues } from './any-of-schema.ts'
import { aTarget, attempts, type Target } from './attempts-on-unit.ts'
import type { Issuer } from './identity-issuer.ts'
import { aPack, someSubmissions } from './packs.ts'
import { anUpdate } from './scheme-updates.ts'
import { aSigningKey } from './signing-keys.ts'
import { aSoftwarePasskey } from './software-passkey.ts'
import { aColleague, ask, aTree, type StaffClient, staffNow } from './staff.ts'
import { aSealedFile, aSignedFile, signedRequest, upload } from './sync.ts'
import { aUnit } from './units.ts'

/** Where the app of the scene is, as browsers and identity providers see it. */
export const fuzzOrigin = 'https://caibao.test'

type HeaderTexts = Readonly<Record<string, string>>

/** A request that is let in and answered, as it is made. */
export interface Told {
  readonly path: string
  readonly body?: unknown
  /** Beside those of the credential, or in their place. */
  readonly headers?: HeaderTexts
}

type TellingOf = Readonly<Record<string, () => Told | Promise<Told>>>

/** What a request brings to be let in: what it should, nothing, what is somebody else's, or half of it. */
export type Credential = 'own' | 'none' | 'other' | 'half'

/** A server with somebody and something of every kind in it. */
export interface FuzzScene {
  readonly known: KnownValues
  /** A right request of an operation; nothing where those made from its schemas are right often enough. */
  readonly told: (name: string) => Promise<Told> | undefined
  readonly headersOf: (access: Access, credential: Credential, path: string) => Promise<HeaderTexts>
  /** Somebody new calls: the one before was shut out, or signed out. */
  readonly renew: () => Promise<void>
}

interface Place {
  readonly app: Hono
  readonly services: RunningServices
  readonly issuer: Issuer
}

interface Stage extends Place, Target {
  readonly caller: () => StaffClient
  readonly signed: Awaited<ReturnType<typeof aSignedFile>>
}

const password = '春江水暖鸭先知2026'
const passwordHash = onceUntilItFails(() => hashPassword(password))
const update = onceUntilItFails(async () => {
  const said = { publisher: '自治区职改办', publishedAt: '2026-11-24T00:00:00.000Z' }
  return publishScheme(await anUpdate(await compiledBundle()), said, await aSigningKey())
})

const cookieOf = (headers: Headers): string => headers.getSetCookie()[0]?.split(';', 1)[0] ?? ''

function ofSubmissions({ tree, taskId, signed }: Stage): TellingOf {
  const { text, digest } = signed
  let sealedNext = false
  return {
    async uploadSubmission() {
      sealedNext = !sealedNext
      if (!sealedNext) return { path: '/submissions', body: (await aSignedFile({ taskId })).text }
      const { text: body, claim } = await aSealedFile(taskId)
      return { path: '/submissions', body, headers: { 'Caibao-Claim': claim } }
    },
    async uploadBatch() {
      const [plain, sealed] = await Promise.all([aSignedFile({ taskId }), aSealedFile(taskId)])
      const items = [{ file: plain.text }, { file: sealed.text, claim: sealed.claim }]
      return { path: '/submissions/batch', body: { items } }
    },
    getSubmissionStatus: () => ({ path: `/submissions/${digest}` }),
    getReceipt: () => ({ path: `/submissions/${digest}/receipt` }),
    listReturnSlips: () => ({ path: '/return-slips?after=0' }),
    pushCorrection: () => ({ path: '/corrections', body: { orgId: tree.unit.id, digest, file: text } }),
    eraseRecord: () => ({ path: '/erasures?waits=1', body: { orgId: tree.unit.id, digest } }),
  }
}

function ofAccounts({ app, services: { store }, tree, accountId }: Stage): TellingOf {
  const orgId = tree.unit.id
  const withPassword = async () => {
    const hash = await passwordHash()
    const made = { loginName: crypto.randomUUID(), displayName: '同事', orgId, role: 'reviewer' } as const
    return store.write(async (writer) => {
      const account = await addAccount(writer, { ...made, passwordHash: hash }, staffNow)
      const token = await openSession(writer, account?.id ?? '', { now: staffNow })
      return { ...made, headers: { cookie: `caibao-session=${token}`, [csrfHeader]: csrfOf(token) } }
    })
  }
  const invited = async (): Promise<string> => {
    const made = { kind: 'invite', role: 'collector', displayName: '新同事', createdBy: accountId, orgId } as const
    const { code } = await store.write((writer) => addInvitation(writer, { ...made, accountId: null, now: staffNow }))
    return code
  }
  const leaving = async (path: string): Promise<Told> => {
    const { headers } = await aColleague({ app, store }, orgId, 'collector')
    return { path, headers }
  }
  return {
    signIn: async () => ({ path: '/session', body: { loginName: (await withPassword()).loginName, password } }),
    async changePassword() {
      const { headers } = await withPassword()
      return { path: '/session/password', body: { current: password, next: `${password}+` }, headers }
    },
    openInvitation: async () => ({ path: '/invitations/open', body: { code: await invited() } }),
    acceptInvitation: async () => ({
      path: '/invitations/accept',
      body: { code: await invited(), loginName: crypto.randomUUID(), password },
    }),
    signOut: () => leaving('/session'),
    signOutEverywhere: () => leaving('/sessions'),
  }
}

function ofOtherWaysIn({ app, issuer, caller, services: { store }, tree }: Stage): TellingOf {
  const passkey = aSoftwarePasskey(fuzzOrigin)
  const made = async (from = passkey): Promise<Told> => {
    const { json } = await caller().ask('POST', '/passkeys/options')
    return { path: '/passkeys', body: { name: '电脑', passkey: from.made(json) } }
  }
  const add = async (from = passkey): Promise<void> => {
    const { path, body } = await made(from)
    await caller().ask('POST', path, body)
  }
  const added = onceUntilItFails(() => add())
  return {
    addPasskey: () => made(aSoftwarePasskey(fuzzOrigin)),
    async removePasskey() {
      const other = aSoftwarePasskey(fuzzOrigin)
      await add(other)
      return { path: `/passkeys/${other.id}` }
    },
    async signInByPasskey() {
      await added()
      const { json } = await ask(app, { method: 'POST', path: '/session/passkey/options' })
      return { path: '/session/passkey', body: { passkey: passkey.answer(json) } }
    },
    async finishIdentitySignIn() {
      // Binding ends the session that asked for it.
      const colleague = await aColleague({ app, store }, tree.unit.id, 'collector')
      const { json, headers } = await colleague.ask('POST', '/identities')
      const { url } = v.parse(v.object({ url: v.string() }), json)
      issuer.subject = crypto.randomUUID()
      const sent = await fetch(url, { redirect: 'manual' })
      const { pathname, search } = new URL(sent.headers.get('Location') ?? '')
      return { path: `${pathname.slice(apiBase.length)}${search}`, headers: { cookie: cookieOf(headers) } }
    },
  }
}

function ofPacksAndSchemes({ services: { store }, tree, caller }: Stage): TellingOf {
  const sent = onceUntilItFails(async () => {
    const { parent: _parent, ...unit } = aUnit
    const key = await aSigningKey()
    const bytes = await aPack(await someSubmissions(2), { unit: { ...unit, orgCode: 'U1' }, key })
    const digest = createHash('sha256').update(bytes).digest('hex')
    const about = { orgId: tree.department.id, fromOrgId: tree.unit.id, digest, sizeBytes: bytes.byteLength }
    const { json } = await caller().ask('POST', '/packs', about)
    const { id } = v.parse(v.object({ id: v.string() }), json)
    await caller().ask('PUT', `/packs/${id}/chunks/0`, bytes)
    return `/packs/${id}`
  })
  const published = onceUntilItFails(async () => {
    const { id, digest } = (await compiledBundle()).manifest
    const by = { publisher: '职改办', signer: 'k', accountId: caller().accountId, orgId: tree.region.id }
    const release = { ...by, id, digest, version: '2012.3', file: new Uint8Array(9), now: staffNow }
    await store.write((writer) => addRelease(writer, release))
    return '/schemes/2012.3'
  })
  return {
    completePackUpload: async () => ({ path: `${await sent()}/complete` }),
    async getPackChunk() {
      await caller().ask('POST', `${await sent()}/complete`)
      return { path: `${await sent()}/chunks/0?from=3&bytes=20` }
    },
    publishScheme: async () => ({ path: '/schemes', body: await update() }),
    getScheme: async () => ({ path: await published() }),
  }
}

function knownOf(stage: Stage): KnownValues {
  const { tree, accountId, caller, invitationId, packId, taskId, tokenId, signed, issuer } = stage
  const orgs = Object.values(tree).map(({ id }) => id)
  const accounts = [accountId, caller().accountId]
  const recordId = signed.content.record.id
  const ofOrg = { orgId: orgs, parentId: orgs, under: orgs, fromOrgId: orgs, orgCode: ['U1', 'C2', 'X7'] }
  const ofPeople = { accountId: accounts, invitationId: [invitationId], issuer: [issuer.url], subject: ['person-1'] }
  const ofTask = { taskId: [taskId], tokenId: [tokenId], recordId: [recordId], caseId: [recordId], revision: [1, 2] }
  const ofFiles = { packId: [packId], digest: [signed.digest, 'd'.repeat(64)], of: ['d'.repeat(64)], sizeBytes: [10] }
  return {
    uuid: [...orgs, ...accounts, invitationId, packId, taskId, tokenId, recordId],
    code: [signed.digest, signed.digest.slice(0, 16)],
    after: ['0', '1'],
    index: ['0'],
    version: ['2012.1', '2012.3'],
    ...ofOrg,
    ...ofPeople,
    ...ofTask,
    ...ofFiles,
  }
}

const halfOf = (headers: HeaderTexts): HeaderTexts =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.slice(0, value.length / 2)]))

function headersBy(stage: Stage, others: { readonly staff: StaffClient }): FuzzScene['headersOf'] {
  const { services, signed, token, caller } = stage
  const whole = async (access: Access, isOwn: boolean, path: string): Promise<HeaderTexts> => {
    if (access === 'public') return {}
    if (access === 'task') return { Authorization: `Bearer ${isOwn ? token : `cbt_${'A'.repeat(43)}`}` }
    if (typeof access === 'object') return (isOwn ? caller() : others.staff).headers
    const { pathname, search } = new URL(path, 'http://localhost')
    const facts = { server: services.key.kid, path: `${pathname}${search}`, time: services.now() }
    return signedRequest(isOwn ? signed.device : await aSigningKey(), facts)
  }
  return async (access, credential, path) => {
    if (credential === 'none') return {}
    const headers = await whole(access, credential !== 'other', path)
    return credential === 'half' ? halfOf(headers) : headers
  }
}

/** One of everything, in a region of its own: what was asked of another scene has changed nothing of it. */
export async function aFuzzScene(place: Place): Promise<FuzzScene> {
  const { app, services } = place
  const { store } = services
  const tree = await aTree(store)
  const anAdmin = () => aColleague({ app, store }, tree.region.id, 'admin')
  let caller = await anAdmin()
  const mate = await aColleague({ app, store }, tree.unit.id, 'collector')
  const staff = await aColleague({ app, store }, tree.otherUnit.id, 'admin')
  const target = await aTarget(store, tree, mate.accountId)
  const signed = await aSignedFile({ taskId: target.taskId })
  if (!(await upload(app, target.token, signed.text)).ok) throw new Error('the submission was not taken')
  const stage: Stage = { ...place, ...target, caller: () => caller, signed }
  const telling = new Map<string, () => Told | Promise<Told>>([
    ...Object.entries(attempts).map(([name, attempt]) => [name, () => attempt(target)] as const),
    ...[ofSubmissions, ofAccounts, ofOtherWaysIn, ofPacksAndSchemes].flatMap((each) => Object.entries(each(stage))),
  ])
  return {
    known: knownOf(stage),
    told: (name) => {
      const tell = telling.get(name)
      return tell && Promise.resolve(tell())
    },
    headersOf: headersBy(stage, { staff }),
    async renew() {
      caller = await anAdmin()
    },
  }
}
