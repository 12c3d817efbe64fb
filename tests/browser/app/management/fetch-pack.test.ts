import { beforeEach, describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { dropPieces, type FetchDesk, fetchPack } from '#app/management/stores/sync/fetch-pack.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealedSyncStorage, type UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import { makeVault, type Vault } from '#app/platform/unit/vault.ts'
import { fail, ok } from '#core/errors/result.ts'
import { sha256Hex } from '#core/submission/digest.ts'
import { packChunkBytes } from '#core/sync/pack-uploads.ts'
import { refuse } from '#core/sync/wire-answer.ts'

type Bytes = Uint8Array<ArrayBuffer>

const someBytes = (seed: number): Bytes =>
  Uint8Array.from({ length: packChunkBytes * 2 + 100_000 }, (_, at) => (at * seed) % 251)

/** The same numbers every time. */
function makeDice(seed: number): () => number {
  let state = seed
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647
}

/** A server with one pack, and a line that is cut behind a number of bytes. */
class CutLine {
  file: Bytes
  digest = ''
  sent = 0
  wholePieces = 0
  cutBehind = Infinity
  isGone = false

  constructor(file: Bytes) {
    this.file = file
  }

  readonly ask: FetchDesk['server']['ask'] = async (endpoint, { params, query } = {}) => {
    const isOther = query?.['of'] !== this.digest
    if (this.isGone || isOther) return refuse('needsPerson', fail('SERVER_ADDRESS_UNKNOWN', {}))
    const from = Number(params?.['index']) * packChunkBytes + Number(query?.['from'])
    const piece = this.file.slice(from, from + Number(query?.['bytes']))
    const room = this.cutBehind - this.sent
    this.sent += Math.min(piece.length, room)
    if (piece.length > room) return refuse('retry', fail('DELIVERY_NO_CONNECTION', { why: 'cut' }))
    this.wholePieces += 1
    return ok(v.parse(endpoint.answer, piece))
  }
}

const packId = '0198f000-0000-7000-8000-000000000002'
let name: string
let vault: Vault
let rows: UnitSyncStorage
let line: CutLine

async function offer(file: Bytes): Promise<void> {
  line.file = file
  line.digest = await sha256Hex(file)
}
const fetchIt = () =>
  fetchPack(
    { rows, server: line, goesOn: () => true },
    { packId, digest: line.digest, sizeBytes: line.file.byteLength },
  )
const digestOf = async (fetched: Awaited<ReturnType<typeof fetchPack>>): Promise<string> => {
  if (!fetched.ok) throw new Error(fetched.error.code)
  return sha256Hex(new Uint8Array(await fetched.value.arrayBuffer()))
}

/** What a killed page leaves: the database alone. */
const reopen = (): void => void (rows = sealedSyncStorage(openUnitDatabase(name), vault))

beforeEach(async () => {
  name = `unit-${crypto.randomUUID()}`
  vault = await makeVault()
  reopen()
  line = new CutLine(someBytes(7))
  await offer(line.file)
})

describe('a pack on its way down', () => {
  test('that is cut off at any byte, and by a killed page, is fetched again by no more than a piece each time', async () => {
    const dice = makeDice(20_261_126)
    let [cuts, most] = [0, 0]
    const attempt = async () => {
      line.cutBehind = line.sent + 1 + Math.floor(dice() * 600_000)
      const before = line.wholePieces
      const fetched = await fetchIt()
      // The piece that was cut: each whole one before it doubled the next.
      most += fetched.ok ? 0 : Math.min(65_536 * 2 ** (line.wholePieces - before), packChunkBytes)
      return fetched
    }
    let fetched = await attempt()
    while (!fetched.ok) {
      cuts += 1
      reopen()
      fetched = await attempt()
    }
    expect(await digestOf(fetched)).toBe(line.digest)
    expect(cuts).toBeGreaterThan(3)
    const again = line.sent - line.file.byteLength
    expect(again).toBeGreaterThan(0)
    expect(again).toBeLessThan(most)
  })

  test('begins anew when it is another one than before, and mixes nothing', async () => {
    line.cutBehind = 500_000
    expect(await fetchIt()).toMatchObject({ ok: false, remedy: 'retry' })
    await offer(someBytes(11))
    line.cutBehind = Infinity
    expect(await digestOf(await fetchIt())).toBe(line.digest)
    expect(line.sent).toBe(500_000 + line.file.byteLength)
  })

  test('leaves nothing behind when it is gone from the server', async () => {
    line.cutBehind = 500_000
    await fetchIt()
    expect(await rows.ids('piece:')).toMatchObject({ value: { length: 3 } })
    line.isGone = true
    expect(await fetchIt()).toMatchObject({ ok: false, remedy: 'retry', error: { code: 'SERVER_ADDRESS_UNKNOWN' } })
    expect(await rows.ids('piece:')).toEqual({ ok: true, value: [] })
  })

  test('that is not what was announced is thrown away as a whole, and fetched again', async () => {
    const { file } = line
    line.file = someBytes(13)
    expect(await fetchIt()).toMatchObject({ ok: false, error: { code: 'DELIVERY_ANSWER_FOREIGN' } })
    expect(await rows.ids('piece:')).toEqual({ ok: true, value: [] })
    line.file = file
    expect(await digestOf(await fetchIt())).toBe(line.digest)
  })

  test('is dropped once it was taken', async () => {
    await fetchIt()
    await dropPieces(rows)
    expect(await rows.ids('')).toEqual({ ok: true, value: [] })
  })
})
