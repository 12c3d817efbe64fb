import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { type PeopleTotals, startPeopleTotals } from '#app/platform/unit/people-totals.ts'
import { sealTexts } from '#app/platform/unit/text-block.ts'
import type { BlockOfPeople } from '#app/platform/unit/totals-message.ts'
import { makeVault, type Vault } from '#app/platform/unit/vault.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const scheme = { id: 'gx-zyjs', version: '2012.1', name: '采集方案', sheets: [] }
const blocksOf = async (vault: Vault, { texts }: UnitDatabase, count: number): Promise<readonly BlockOfPeople[]> => {
  const key = await aSigningKey()
  const made: BlockOfPeople[] = []
  for (let slot = 0; slot < count; slot += 1) {
    const person = aPerson({ basic: { birthDate: slot % 2 === 0 ? '1990-01-01' : '1960-01-01' } })
    const { text, digest } = await signSubmission(aSubmissionContent({}, person), key)
    const { id, sealed } = await sealTexts(vault.sealingKey, [{ digest, text }])
    await texts.add({ id, sealed })
    made.push({ block: id, slots: Uint32Array.of(slot), positions: Uint32Array.of(0) })
  }
  return made
}

let vault: Vault
let database: UnitDatabase
let workers = 0
let ended = 0
let totals: PeopleTotals | undefined
beforeEach(async () => {
  vault = await makeVault()
  database = openUnitDatabase(`unit-${crypto.randomUUID()}`)
  workers = 0
  ended = 0
  vi.stubGlobal(
    'Worker',
    class extends Worker {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given)
        workers += 1
      }
      override terminate(): void {
        ended += 1
        super.terminate()
      }
    },
  )
})
afterEach(async () => {
  totals?.close()
  vi.unstubAllGlobals()
  await database.delete()
})

async function load(blocks: readonly BlockOfPeople[]): Promise<readonly number[]> {
  totals = startPeopleTotals({ scheme, sealingKey: vault.sealingKey, database: database.name })
  const told: number[] = []
  expect(await totals.load(blocks, (read) => told.push(read))).toEqual({ ok: true, value: undefined })
  return told
}
const ages = async (people: number) => {
  const slots = Uint32Array.from({ length: people }, (_, at) => at)
  const counted = await totals?.count({ row: 'age', on: '2026-11-26' }, slots)
  const rows = counted?.ok ? counted.value.rows.filter((row) => row.people > 0) : []
  return new Map(rows.map(({ value, people: count }) => [value, count]))
}

test('very many people are taken in by two workers, once and whole; then by one, from what was kept', async () => {
  const people = 130
  const blocks = await blocksOf(vault, database, people)
  const told = await load(blocks)
  expect(told.at(-1)).toBe(people)
  const both = new Map([
    ['36-40', 65],
    ['61-', 65],
  ])
  expect(await ages(people)).toEqual(both)
  await expect.poll(() => [workers, ended]).toEqual([2, 1])
  await expect.poll(() => database.columns.count()).toBe(people)
  totals?.close()
  expect(ended).toBe(2)
  await load(blocks)
  expect(await ages(people)).toEqual(both)
  expect(workers).toBe(3)
})

test('few people need one worker', async () => {
  const blocks = await blocksOf(vault, database, 30)
  await load(blocks)
  expect(workers).toBe(1)
})

test('of a store that was erased before it was started the worker says so, and not that something was tampered with', async () => {
  const blocks = await blocksOf(vault, database, 1)
  await database.unit.add({ id: 'unit', born: 'first' })
  const start = (): PeopleTotals =>
    startPeopleTotals({ scheme, sealingKey: vault.sealingKey, database: database.name, born: 'first' })
  totals = start()
  expect(await totals.load(blocks, () => undefined)).toEqual({ ok: true, value: undefined })
  totals.close()
  await database.delete()
  totals = start()
  expect(await totals.load(blocks, () => undefined)).toMatchObject({ ok: false, error: { code: 'UNIT_STORE_ERASED' } })
})
