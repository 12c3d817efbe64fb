import { describe, expect, test } from 'vitest'
import type { CarriedRow } from '#core/backup/carried-rows.ts'
import { fitBackup } from '#core/backup/fit-backup.ts'
import { sealBackup, signBackup } from '#core/backup/write-backup.ts'
import { aBackupContent, aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const aRow = (revision: number, reason: string): CarriedRow => ({
  draftId: aPerson().id,
  revision,
  at: revision,
  reason,
  record: '长'.repeat(10_000),
})
const history = [aRow(1, 'handedIn'), aRow(2, 'opened'), aRow(3, 'worked'), aRow(4, 'imported'), aRow(5, 'opened')]
const content = aBackupContent({ revisions: history })
const fileBytes = async (text: string | Promise<string>): Promise<number> => new Blob([await text]).size

/** Which states of the history go along, and how many do not. */
function keptWithin(limitBytes: number): readonly unknown[] {
  const fitting = fitBackup(content, limitBytes)
  if (!fitting.ok) throw new Error(fitting.error.code)
  return [fitting.value.content.revisions.map(({ revision }) => revision), fitting.value.leftOut]
}

describe('a backup within what its reader takes', () => {
  test('has everything where there is room', () => {
    expect(fitBackup(content)).toEqual({ ok: true, value: { content, leftOut: 0 } })
  })

  test('goes without the oldest of the history, what was handed in or imported last, and says how many', async () => {
    const wholeBytes = await fileBytes(signBackup(content, await aSigningKey()))
    // Beside what the margin takes, each step asks for most of a row.
    const stepBytes = (25_000 * 4) / 3
    const withoutMargin = wholeBytes + 4096
    expect(keptWithin(withoutMargin - stepBytes)).toEqual([[1, 3, 4, 5], 1])
    expect(keptWithin(withoutMargin - 3 * stepBytes)).toEqual([[1, 4], 3])
    expect(keptWithin(withoutMargin - 4 * stepBytes)).toEqual([[4], 4])
  })

  test.each([20_000, 45_000, 100_000, 150_000])(
    'comes out no larger than %i bytes, sealed or signed',
    async (limit) => {
      const fitting = fitBackup(content, limit)
      if (!fitting.ok) throw new Error(fitting.error.code)
      expect(await fileBytes(sealBackup(fitting.value.content, '北流 2026 芭蕉'))).toBeLessThanOrEqual(limit)
      expect(await fileBytes(signBackup(fitting.value.content, await aSigningKey()))).toBeLessThanOrEqual(limit)
    },
  )

  test('is refused where what must not be left out is too large alone', () => {
    const confirmations = [{ rule: 'B12', path: 'basic', message: '', reason: '长'.repeat(2000) }]
    const drafts = Array.from({ length: 200 }, () => aLineage(aBackupDraft(aPerson(), { confirmations })))
    const refused = fitBackup(aBackupContent({ drafts, revisions: history }), 1_048_576)
    expect(refused).toEqual({
      ok: false,
      error: { code: 'BACKUP_NOT_WRITABLE', params: { where: '总大小超过 1 MB' } },
    })
  })
})
