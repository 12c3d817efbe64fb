import { beforeEach, describe, expect, test } from 'vitest'
import { type CaseChange, sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { openUnitDatabase, type UnitDatabase } from '#app/platform/storage/unit-database.ts'
import { makeVault, unlockVault, type Vault } from '#app/platform/unit/vault.ts'
import { caseRowOf, rowAfterStep } from '#core/review/case-row.ts'
import { caseOf } from '#core/review/review-case.ts'
import type { ReviewStep } from '#core/review/review-event.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

const findings = { errors: 0, warnings: 0, rules: [], sheets: [] }
const text = '{"caibao":"submission/1"}\n'

/** What these steps make of the case, as far as they go from `from` on. */
function changeOf(steps: readonly ReviewStep[], from = 1): CaseChange {
  const trail = aTrail(steps)
  const standing = caseOf(trail)
  if (!standing.ok) throw new Error(standing.error.code)
  const events = trail.slice(from - 1)
  const digests = events.flatMap(({ step }) => (step.kind === 'received' ? [step.digest] : []))
  const row = rowAfterStep(caseRowOf(standing.value, aSubmissionContent(), findings), standing.value)
  return { events, row, texts: digests.map((digest) => ({ digest, text })) }
}

let name: string
let database: UnitDatabase
let vault: Vault
const open = () => sealedCaseStorage(database, vault)
const arrived = arrivalOf('a', 1)
const caseId = 'id:452526197904182627'

beforeEach(async () => {
  name = `unit-${crypto.randomUUID()}`
  database = openUnitDatabase(name)
  vault = await makeVault()
})

describe('the sealed store of cases', () => {
  test('gives back trail, line and file byte for byte', async () => {
    const change = changeOf([arrived, { kind: 'opened' }])
    const written = await open().append([change])
    expect(written.ok && written.value.map(({ name: shown }) => shown)).toEqual(['韦晓𬱖'])
    expect(await open().trail(caseId)).toEqual({ ok: true, value: change.events })
    expect(await open().text(arrived.digest)).toEqual({ ok: true, value: text })
    const rows = await open().rows()
    expect(rows.ok && rows.value).toEqual(written.ok && written.value)
  })

  test('leaves nothing of a person readable on the disk', async () => {
    await open().append([changeOf([arrived, { kind: 'opened' }])])
    const decoder = new TextDecoder('latin1')
    const readable = (value: unknown): string =>
      JSON.stringify(value, (_, inner: unknown) => (inner instanceof Uint8Array ? decoder.decode(inner) : inner))
    const stored = await Promise.all(database.tables.map((table) => table.toArray()))
    expect(readable(stored)).toContain('caseKey')
    expect(readable(stored)).not.toMatch(/452526|submission\/1|received|r1\.rpu/)
  })

  test('refuses the same step of two tabs, and writes nothing of the second', async () => {
    await open().append([changeOf([arrived])])
    const [here, there] = [open(), sealedCaseStorage(openUnitDatabase(name), vault)]
    const first = await here.append([changeOf([arrived, { kind: 'opened' }], 2)])
    const late = changeOf([arrived, { kind: 'returned', digest: arrived.digest, slip: 's', comments: 1 }], 2)
    const second = await there.append([late])
    expect(first.ok).toBe(true)
    expect(second).toMatchObject({ ok: false, error: { code: 'REVIEW_CONFLICT' } })
    const rows = await here.rows()
    expect(rows.ok && rows.value[0]?.state).toBe('checking')
  })

  test('notices a row that was put in the place of another', async () => {
    await open().append([changeOf([arrived])])
    const [row] = await database.submissions.toArray()
    await database.submissions.put({ ...row, digest: 'b'.repeat(64) })
    expect(await open().text('b'.repeat(64))).toMatchObject({ ok: false, error: { code: 'STORE_SEAL_BROKEN' } })
  })

  test('opens for each user with their own passphrase only', async () => {
    await open().append([changeOf([arrived])])
    const lock = await vault.lockFor('梁主管', '很长的口令一二三四')
    expect(await unlockVault(lock, '别的口令')).toMatchObject({ ok: false, error: { code: 'PASSPHRASE_WRONG' } })
    const unlocked = await unlockVault(lock, '很长的口令一二三四')
    if (!unlocked.ok) throw new Error(unlocked.error.code)
    expect(await sealedCaseStorage(database, unlocked.value).text(arrived.digest)).toEqual({ ok: true, value: text })
  })
})
