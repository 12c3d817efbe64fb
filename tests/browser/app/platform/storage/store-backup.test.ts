import { beforeEach, describe, expect, test } from 'vitest'
import { type CaseChange, type CaseStorage, sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { restoreStore, verifyStoreBackup } from '#app/platform/storage/restore-store.ts'
import { backUpStore } from '#app/platform/storage/store-backup.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import { sealOf } from '#app/platform/unit/sealed-stream.ts'
import { makeVault } from '#app/platform/unit/vault.ts'
import { fail } from '#core/errors/result.ts'
import { caseRowOf, rowAfterStep } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const passphrase = '备份口令 2026'
const people = ['id:452526197904182627', 'id:452526197904182635', 'id:452526197904182643'] as const

/** What these steps make of a person's case, as far as they go from `from` on. */
function changeOf(caseId: string, steps: readonly ReviewStep[], from = 1): CaseChange {
  const trail = aTrail(steps, 1, caseId).map((event) => Object.assign({}, event, { id: crypto.randomUUID() }))
  const standing = caseOf(trail)
  if (!standing.ok) throw new Error(standing.error.code)
  const events = trail.slice(from - 1)
  const digests = events.flatMap(({ step }) => (step.kind === 'received' ? [step.digest] : []))
  const row = rowAfterStep(caseRowOf(standing.value, aSubmissionContent(), noFindings), standing.value)
  return { events, row, texts: digests.map((digest) => ({ digest, text: `{"digest":"${digest}"}` })) }
}

async function aStore(): Promise<CaseStorage> {
  return sealedCaseStorage(openUnitDatabase(`unit-${crypto.randomUUID()}`), await makeVault())
}

async function whole(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<File> {
  return new File([await new Response(stream).blob()], '整库备份.bak')
}

/** Backs a store up; what else is done there is done once the first person stands in the backup. */
async function backedUp(cases: CaseStorage, meanwhile: () => Promise<unknown> = async () => undefined): Promise<File> {
  let isFirst = true
  const delayed: CaseStorage = {
    ...cases,
    async whole(caseId) {
      const found = await cases.whole(caseId)
      if (isFirst) {
        isFirst = false
        await meanwhile()
      }
      return found
    },
  }
  const unit = { unit: aUnit, keyFile: '{}' }
  const nothing = (): void => undefined
  const source = { unit, cases: delayed, tasks: [], kept: [], onProgress: nothing, onStopped: nothing }
  const stream = await backUpStore(source, passphrase)
  if (!stream.ok) throw new Error(stream.error.code)
  return whole(stream.value.stream)
}

const restore = (cases: CaseStorage, file: File) =>
  restoreStore(cases, file, { passphrase, onProgress: () => undefined })

let cases: CaseStorage
const arrived = people.map((_, at) => arrivalOf('abc'.charAt(at), 1))
const first = (at: number): CaseChange => changeOf(people[at] ?? '', [arrived[at] ?? arrivalOf('a', 1)])

beforeEach(async () => {
  cases = await aStore()
  for (const at of people.keys()) await cases.append([first(at)])
})

describe('a backup of a whole store', () => {
  test('that is made while somebody works is restored whole: every person, with what was done by then', async () => {
    const opened = await cases.trail(people[1])
    if (!opened.ok) throw new Error(opened.error.code)
    const file = await backedUp(cases, async () => {
      // The first stands in it as they were; the second is opened, the third hands in anew.
      for (const [at, step] of [
        [0, { kind: 'opened' }],
        [1, { kind: 'opened' }],
        [2, arrivalOf('d', 2)],
      ] as const) {
        const trail = await cases.trail(people[at])
        if (!trail.ok) throw new Error(trail.error.code)
        const change = changeOf(people[at], [arrived[at] ?? arrivalOf('a', 1), step], 2)
        expect(await cases.append([change])).toMatchObject({ ok: true })
      }
    })
    expect(await verifyStoreBackup(file, passphrase, aUnit)).toMatchObject({ ok: true })
    const other = await aStore()
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { added: 3, diverged: [] } })
    const trails = await Promise.all(people.map((caseId) => other.trail(caseId)))
    expect(trails.map((trail) => trail.ok && trail.value.length)).toEqual([1, 2, 2])
    expect(await other.text('d'.repeat(64))).toMatchObject({ ok: true, value: expect.stringContaining('dddd') })
  })

  test('brings a payload that is missing here, and leaves the person as they stand', async () => {
    await cases.append([changeOf(people[1], [arrived[1] ?? arrivalOf('b', 1), { kind: 'opened' }], 2)])
    const file = await backedUp(cases)
    const other = await aStore()
    // The steps came from a colleague's device, their files have not yet.
    for (const caseId of people) {
      const stands = await cases.whole(caseId)
      if (!stands.ok || !stands.value) throw new Error(caseId)
      const { events, row } = stands.value
      await other.append([{ events, row, texts: [] }])
    }
    const trail = await other.trail(people[0])
    const onto = trail.ok ? trail.value.at(-1)?.id : undefined
    const further = changeOf(people[0], [arrived[0] ?? arrivalOf('a', 1), { kind: 'opened' }], 2)
    await other.append([{ ...further, ...(onto !== undefined && { onto }) }])
    expect(await other.text('b'.repeat(64))).toEqual({ ok: true, value: undefined })
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { kept: 3, added: 0, diverged: [] } })
    for (const letter of 'abc')
      expect(await other.text(letter.repeat(64))).toMatchObject({ ok: true, value: expect.stringContaining(letter) })
    const trails = await Promise.all(people.map((caseId) => other.trail(caseId)))
    expect(trails.map((each) => each.ok && each.value.length)).toEqual([2, 2, 1])
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { kept: 3 } })
  })

  test('names everybody who went another way here, so that each can be looked at', async () => {
    const file = await backedUp(cases)
    const other = await aStore()
    for (const at of people.keys()) await other.append([first(at)])
    const everybody = people.map((caseId) => ({ caseId, name: aSubmissionContent().record.basic['name'] }))
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { kept: 0, diverged: everybody } })
  })

  test('brings the files of who went another way here, and no step of theirs', async () => {
    const second = changeOf(people[0], [arrived[0] ?? arrivalOf('a', 1), arrivalOf('d', 2)], 2)
    await cases.append([second])
    const file = await backedUp(cases)
    const other = await aStore()
    await other.append([first(0)])
    await other.append([changeOf(people[0], [arrived[0] ?? arrivalOf('a', 1), { kind: 'opened' }], 2)])
    const before = await other.whole(people[0])
    if (!before.ok || !before.value) throw new Error('nobody is there')
    const outcome = { added: 2, kept: 0, diverged: [{ caseId: people[0] }] }
    expect(await restore(other, file)).toMatchObject({ ok: true, value: outcome })
    const { row, events, files } = before.value
    const kept = [...files, { digest: 'd'.repeat(64), text: expect.stringContaining('dddd') }]
    expect(await other.whole(people[0])).toMatchObject({ ok: true, value: { row, events, files: kept } })
    // Nothing comes twice.
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { ...outcome, added: 0, kept: 2 } })
    expect(await other.files(people[0])).toMatchObject({ ok: true, value: kept })
  })

  test('of an earlier version, whose lines are older than their steps, is restored as of those lines', async () => {
    const before = await cases.whole(people[1])
    const change = changeOf(people[1], [arrived[1] ?? arrivalOf('b', 1), { kind: 'opened' }], 2)
    await cases.append([change])
    const earlier: CaseStorage = {
      ...cases,
      async whole(caseId) {
        const found = await cases.whole(caseId)
        const isLate = caseId === people[1] && found.ok && found.value && before.ok && before.value
        return isLate ? { ok: true, value: { ...found.value, row: before.value.row } } : found
      },
    }
    const other = await aStore()
    expect(await restore(other, await backedUp(earlier))).toMatchObject({ ok: true, value: { added: 3 } })
    const trail = await other.trail(people[1])
    expect(trail.ok && trail.value.length).toBe(1)
  })

  test('whose packs cannot be written is not called restored, and a pack that is here stays as it is', async () => {
    const pack = { digest: 'e'.repeat(64), kind: 'received', unit: aUnit, count: 1, fileName: 'x.rpz', at: 1 } as const
    await cases.append([], pack)
    const file = await backedUp(cases)
    const full = await aStore()
    const failing: CaseStorage = {
      ...full,
      append: (changes, given) =>
        given ? Promise.resolve(fail('STORAGE_FULL', { reason: 'full' })) : full.append(changes),
    }
    expect(await restore(failing, file)).toMatchObject({ ok: false, error: { code: 'STORAGE_FULL' } })
    const newer = await aStore()
    await newer.append([], { ...pack, certifiedUntil: '2030-01-01' })
    expect(await restore(newer, file)).toMatchObject({ ok: true })
    const packs = await newer.packs()
    expect(packs.ok && packs.value).toMatchObject([{ certifiedUntil: '2030-01-01' }])
  })

  test('that is gone half way through is told as such: who was restored is whole, and the rest comes again', async () => {
    const many = Array.from({ length: 150 }, (_none, at) => {
      const change = changeOf(`id:${at}`, [{ ...arrivalOf('a', 1), digest: String(at).padStart(64, '0') }])
      // So that nothing of it can be packed much smaller, and the file is read in several pieces.
      const text = crypto.getRandomValues(new Uint32Array(4000)).join('')
      return { ...change, texts: change.texts.map(({ digest }) => ({ digest, text })) }
    })
    await cases.append(many)
    const file = await backedUp(cases)
    const other = await aStore()
    const count = async () => {
      const rows = await other.rows()
      return rows.ok ? rows.value.length : 0
    }
    // A reader hurries ahead of what is written: the stick goes when the first hundred are there.
    const gone = async () => {
      await expect.poll(count).toBe(100)
      throw new DOMException('gone', 'NotReadableError')
    }
    let [looked, mayLook] = [0, Infinity]
    const pulledOut = Object.assign(new File([file], file.name), {
      slice(from: number, to: number) {
        looked += 1
        return looked > mayLook ? Object.assign(new Blob(), { arrayBuffer: gone }) : file.slice(from, to)
      },
    })
    expect(await verifyStoreBackup(pulledOut, passphrase, aUnit)).toMatchObject({ ok: true })
    mayLook = looked - 1
    looked = 0
    expect(await restore(other, pulledOut)).toEqual(fail('RESTORE_BROKE_OFF', { people: 100 }))
    expect(await count()).toBe(100)
    expect(await restore(other, file)).toMatchObject({ ok: true, value: { kept: 100, added: 53 } })
  })

  test.for([0, 1, 2])(
    'that is gone after %i looks into it is told as not readable; nothing is made of it',
    async (looks) => {
      const file = await backedUp(cases)
      let looked = 0
      const pulledOut = Object.assign(new File([file], file.name), {
        slice(from: number, to: number) {
          looked += 1
          const gone = () => Promise.reject(new DOMException('gone', 'NotReadableError'))
          return looked > looks ? Object.assign(new Blob(), { arrayBuffer: gone }) : file.slice(from, to)
        },
      })
      const refused = { ok: false, error: { code: 'FILE_NOT_OPENED', params: { reason: 'gone' } } }
      expect(await verifyStoreBackup(pulledOut, passphrase, aUnit)).toEqual(refused)
      looked = 0
      const other = await aStore()
      expect(await restore(other, pulledOut)).toEqual(refused)
      expect(await other.rows()).toEqual({ ok: true, value: [] })
      looked = 0
      expect(await sealOf(pulledOut)).toEqual(looks === 0 ? refused : await sealOf(file))
    },
  )
})
