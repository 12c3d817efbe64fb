import { beforeEach, describe, expect, test } from 'vitest'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { findLostPacks } from '#app/management/stores/sync/sent-packs.ts'
import type { UploadDesk } from '#app/management/stores/sync/upload-packs.ts'
import {
  keepPack,
  leavePack,
  packsNotTaken,
  packsOnTheirWay,
  retryPack,
  uploadPacks,
} from '#app/management/stores/sync/upload-packs.ts'
import { isForEverybody, mayGoAgain, refusedOf } from '#app/management/stores/sync/refused-packs.ts'
import type { UnitSyncEvent } from '#app/management/stores/sync/sync-log.ts'
import { fail, ok } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { packChunkBytes } from '#core/sync/pack-uploads.ts'
import { refuse, type Refusal } from '#core/sync/wire-answer.ts'

const parent = {
  orgId: '0198f000-0000-7000-8000-000000000003',
  parentOrgId: '0198f000-0000-7000-8000-000000000001',
  kid: 'k'.repeat(43),
}
const about = { fileName: '上报.rpz', people: 3, madeAt: 1, manifest: 'c'.repeat(64) }
const bytes = Uint8Array.from({ length: packChunkBytes * 2 + 100 }, (_, at) => (at * 7) % 251)

const now = Date.parse('2026-11-25T02:00:00Z')
const dayMs = 24 * 3_600_000

/** A server that keeps chunks, and a network that is cut off after so many of them. */
class CutServer {
  readonly chunks = new Map<number, Uint8Array>()
  put = 0
  cutAfter = Infinity
  refuses = false
  /** Of what the pieces together must be the digest. */
  comparesWith: string | undefined
  /** What became of the pack there, when it is asked for by its name. */
  has: 'taken' | 'begun' | 'nothing' = 'taken'

  get whole(): Promise<string> {
    const parts = [...this.chunks].sort(([a], [b]) => a - b).map(([, part]) => new Uint8Array(part))
    return new Blob(parts).arrayBuffer().then((buffer) => sha256Hex(new Uint8Array(buffer)))
  }

  #refusalOf(path: string): Refusal | undefined {
    const isCut = path.includes('/chunks/') && this.put >= this.cutAfter
    if (isCut) return refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    const isRefused = path.endsWith('/complete') && this.refuses
    if (isRefused) return refuse('quarantine', fail('PACK_UNKNOWN_UNIT', { unit: '别的单位' }))
    const isGone = path === '/packs/:packId' && this.has === 'nothing'
    return isGone ? refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {})) : undefined
  }

  async #wrongFile(path: string): Promise<Refusal | undefined> {
    if (!path.endsWith('/complete') || this.comparesWith === undefined) return undefined
    const isOther = (await this.whole) !== this.comparesWith
    return isOther ? refuse('quarantine', fail('PACK_INCOMPLETE', { expected: 3, found: 0 })) : undefined
  }

  readonly ask: UploadDesk['server']['ask'] = async (endpoint, request = {}) => {
    const id = '0198f000-0000-7000-8000-000000000002'
    const index = Number(request.params?.['index'] ?? -1)
    const refusal = this.#refusalOf(endpoint.path) ?? (await this.#wrongFile(endpoint.path))
    if (refusal) return refusal
    if (index >= 0) {
      if (request.body instanceof Uint8Array) this.chunks.set(index, request.body)
      this.put += 1
    }
    const isStatus = endpoint.path === '/packs/:packId'
    const upload = {
      id,
      orgId: parent.parentOrgId,
      digest: 'a'.repeat(64),
      sizeBytes: bytes.length,
      received: [...this.chunks.keys()].map((at) => [at, at]),
      completedAt: isStatus && this.has === 'taken' ? 1 : null,
    }
    const answer = endpoint.path.endsWith('/complete') ? { pack: upload, position: 1, people: 3 } : upload
    // The answers fit their endpoints: the schema of each tells.
    return ok((await import('valibot')).parse(endpoint.answer, answer))
  }
}

let rows: UnitSyncStorage
let database: UnitDatabase
let server: CutServer
let told: UnitSyncEvent[]
const desk = (): UploadDesk => ({
  rows,
  server,
  goesOn: () => true,
  note: async (event) => void told.push(event),
})

async function putOnItsWay(): Promise<void> {
  const kept = await keepPack(rows, new Blob([bytes]), now)
  if (!kept.ok) throw new Error(kept.error.code)
  await rows.put(`upload:${await sha256Hex(bytes)}`, {
    digest: await sha256Hex(bytes),
    sizeBytes: bytes.length,
    ...about,
  })
}

beforeEach(async () => {
  database = openUnitDatabase(`unit-${crypto.randomUUID()}`)
  rows = sealedSyncStorage(database, await makeVault())
  server = new CutServer()
  told = []
  await putOnItsWay()
})

describe('a pack on its way to the level above', () => {
  test('goes on where it was cut off, and nothing of it stays behind but that it was sent', async () => {
    server.cutAfter = 2
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: false, remedy: 'retry' })
    server.cutAfter = Infinity
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    expect(server.put).toBe(3)
    expect(await server.whole).toBe(await sha256Hex(bytes))
    expect(told).toEqual([{ kind: 'packSent', name: about.fileName, count: 3 }])
    expect(await rows.ids('')).toEqual({ ok: true, value: [`sent:${await sha256Hex(bytes)}`] })
  })

  test('waits for the clerk when the server refuses it, and goes again when asked', async () => {
    server.refuses = true
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    const [pack] = await packsOnTheirWay(rows)
    expect(pack?.error?.code).toBe('PACK_UNKNOWN_UNIT')
    server.refuses = false
    await uploadPacks(desk(), parent)
    expect(await packsOnTheirWay(rows)).toHaveLength(1)
    if (pack) await retryPack(rows, pack)
    await uploadPacks(desk(), parent)
    expect(await packsOnTheirWay(rows)).toEqual([])
  })

  test('that is not sent any more after a refusal stays known as not taken, without its content', async () => {
    server.refuses = true
    await uploadPacks(desk(), parent)
    const [pack] = await packsOnTheirWay(rows)
    expect([...(await packsNotTaken(rows))]).toEqual([about.manifest])
    if (pack) await leavePack(rows, pack)
    expect(await packsOnTheirWay(rows)).toEqual([])
    expect([...(await packsNotTaken(rows))]).toEqual([about.manifest])
    expect(await rows.ids('chunk:')).toEqual({ ok: true, value: [] })
    server.refuses = false
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    expect(server.chunks.size).toBe(3)
  })

  test('is named when a restored server has lost it, and only then, and only of that server', async () => {
    await uploadPacks(desk(), parent)
    const lostPacks = async (kid = parent.kid) => {
      const lost = await findLostPacks({ rows, server }, { kid })
      return lost.ok ? lost.value : undefined
    }
    expect(await lostPacks()).toEqual({ rows: [], settled: [] })
    for (const has of ['begun', 'nothing'] as const) {
      server.has = has
      expect(await lostPacks('o'.repeat(43))).toEqual({ rows: [], settled: [] })
      expect(await lostPacks()).toMatchObject({ settled: [`sent:${await sha256Hex(bytes)}`] })
    }
    const lost = await lostPacks()
    await database.sync.bulkPut([...(lost?.rows ?? [])])
    expect(await packsOnTheirWay(rows)).toMatchObject([{ ...about, error: { code: 'PACK_LOST_ABOVE' } }])
    expect([...(await packsNotTaken(rows))]).toEqual([about.manifest])
  })

  test('that was never put on its way leaves no chunk when the next one is kept', async () => {
    await keepPack(rows, new Blob([new Uint8Array([1, 2, 3])]), now)
    await keepPack(rows, new Blob([new Uint8Array([4])]), now + dayMs)
    const ids = await rows.ids('chunk:')
    expect(ids.ok && ids.value).toHaveLength(4)
    const marks = await rows.ids('keeping:')
    expect(marks.ok && marks.value).toHaveLength(1)
  })

  test('is left whole by another tab that keeps one before it was put on its way', async () => {
    const first = Uint8Array.of(1, 2, 3)
    const kept = await keepPack(rows, new Blob([first]), now)
    await keepPack(rows, new Blob([Uint8Array.of(4)]), now + 1000)
    if (!kept.ok) throw new Error(kept.error.code)
    await database.sync.put(await kept.value.row({ ...about, fileName: '先写的.rpz' }))
    const chunks = await rows.ids(`chunk:${await sha256Hex(first)}:`)
    expect(chunks).toEqual({ ok: true, value: [`chunk:${await sha256Hex(first)}:0`] })
    expect(await packsOnTheirWay(rows)).toHaveLength(2)
  })

  test('of which a piece is gone asks for a report of everybody, and sends nothing in its place', async () => {
    await rows.remove([`chunk:${await sha256Hex(bytes)}:1`])
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    const [pack] = refusedOf(await packsOnTheirWay(rows))
    if (!pack) throw new Error('it is refused')
    expect([pack.error.code, isForEverybody(pack.error), mayGoAgain(pack)]).toEqual(['PACK_PIECES_GONE', true, false])
    expect([...server.chunks.keys()]).toEqual([0])
  })

  test('of which a piece came wrong to the server is put there whole once more', async () => {
    server.cutAfter = 1
    await uploadPacks(desk(), parent)
    server.cutAfter = Infinity
    server.chunks.set(0, Uint8Array.of(0))
    server.comparesWith = await sha256Hex(bytes)
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    expect(await packsOnTheirWay(rows)).toEqual([])
    expect(await server.whole).toBe(await sha256Hex(bytes))
    expect(server.put).toBe(1 + 2 + 3)
  })

  test('is refused when it is another file than announced even put there whole', async () => {
    server.comparesWith = 'e'.repeat(64)
    expect(await uploadPacks(desk(), parent)).toMatchObject({ ok: true })
    expect(await packsOnTheirWay(rows)).toMatchObject([{ error: { code: 'PACK_INCOMPLETE' } }])
    expect(server.put).toBe(3)
    // Asked for once more, it is put there once more, and not for ever.
    const [pack] = await packsOnTheirWay(rows)
    if (pack) await retryPack(rows, pack)
    await uploadPacks(desk(), parent)
    expect(server.put).toBe(6)
  })
})
