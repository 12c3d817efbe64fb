import * as v from 'valibot'
import { acceptInvitation, createInvitation } from '#core/sync/accounts.ts'
import type { StaffRole } from '#core/sync/endpoint.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { createOrg } from '#core/sync/org-changes.ts'
import { beginPackUpload, completePackUpload, packChunkBytes, putPackChunk } from '#core/sync/pack-uploads.ts'
import { type NewOrg, setUpServer } from '#core/sync/sign-in-options.ts'
import type { Unit } from '#core/unit/unit.ts'

interface Called<T> {
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly answer: v.GenericSchema<unknown, T>
}

const csrfIn = v.fallback(v.object({ csrf: v.string() }), { csrf: '' })

/** Password of every account of the tests. */
export const staffPassword = 'correct horse battery'

const isBytes = (body: unknown): body is Uint8Array<ArrayBuffer> => body instanceof Uint8Array

/** One account of a server, signed in, over the interface that the app uses. */
export class Clerk {
  readonly #origin: string
  #cookie = ''
  #csrf = ''

  constructor(origin: string) {
    this.#origin = origin
  }

  async call<T>({ method, path, body, answer }: Called<T>): Promise<T> {
    const response = await fetch(`${this.#origin}/api/v1${path}`, {
      method,
      headers: {
        Origin: this.#origin,
        ...(this.#cookie && { Cookie: this.#cookie, 'Caibao-Csrf': this.#csrf }),
        ...(typeof body === 'object' && !isBytes(body) && { 'Content-Type': 'application/json' }),
      },
      ...(body !== undefined && { body: typeof body === 'string' || isBytes(body) ? body : JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    const cookie = response.headers.getSetCookie()[0]?.split(';', 1)[0]
    if (cookie) this.#cookie = cookie
    const json: unknown = await response.json()
    this.#csrf = v.parse(csrfIn, json).csrf || this.#csrf
    return v.parse(answer, json)
  }
}

/** Reports a pack up, as the app of a unit does. */
export async function reportUp(clerk: Clerk, orgId: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  const digest = await sha256Hex(bytes)
  const { id } = await clerk.call({ ...beginPackUpload, body: { orgId, digest, sizeBytes: bytes.byteLength } })
  for (let index = 0; index * packChunkBytes < bytes.byteLength; index += 1) {
    const body = bytes.slice(index * packChunkBytes, (index + 1) * packChunkBytes)
    await clerk.call({ ...putPackChunk, path: `/packs/${id}/chunks/${index}`, body })
  }
  await clerk.call({ ...completePackUpload, path: `/packs/${id}/complete`, body: undefined })
}

/** An organisation as the server knows it, without the one above it. */
export const orgOf = ({ parent: _parent, ...org }: Unit): NewOrg => org

/** A server with organisations one under the other, from the top down, and its first administrator. */
export async function setUpTree(origin: string, setUpCode: string, units: readonly Unit[]) {
  const admin = new Clerk(origin)
  const [top, ...below] = units
  if (!top) throw new Error('a tree has a top')
  const first = { loginName: 'guanli', displayName: '黄管理', password: staffPassword }
  const session = await admin.call({ ...setUpServer, body: { code: setUpCode, org: orgOf(top), ...first } })
  const ids = new Map([[top.orgCode, session.org.id]])
  let parentId = session.org.id
  for (const unit of below) {
    parentId = (await admin.call({ ...createOrg, body: { parentId, ...orgOf(unit) } })).id
    ids.set(unit.orgCode, parentId)
  }
  return {
    admin,
    orgId: (unit: Unit): string => ids.get(unit.orgCode) ?? '',
    /** A colleague who has accepted an invitation. */
    async invite(unit: Unit, role: StaffRole, names: { readonly loginName: string; readonly displayName: string }) {
      const { loginName, displayName } = names
      const body = { orgId: ids.get(unit.orgCode), role, displayName }
      const { code } = await admin.call({ ...createInvitation, body })
      const clerk = new Clerk(origin)
      await clerk.call({ ...acceptInvitation, body: { code, loginName, password: staffPassword } })
      return clerk
    },
  }
}
