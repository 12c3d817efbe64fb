import { describe, expect, test } from 'vitest'
import { type BackupDraft } from '#core/backup/backup.ts'
import { type PlannedDraft, planRestore, writesOf } from '#core/backup/plan-restore.ts'
import { compareRecords, type Side } from '#core/record/compare-records.ts'
import type { Row } from '#core/record/record.ts'
import { aBackupDraft, aLineage } from '#tests/support/backups.ts'
import { aPerson } from '#tests/support/people.ts'

const warned = (row: number, reason: string): BackupDraft['confirmations'][number] => ({
  rule: 'T9',
  path: `titles[${row}].reviewedOn`,
  message: '请核对评审时间',
  reason,
})
const titled = (titles: readonly Row[], confirmations: BackupDraft['confirmations'] = []): BackupDraft => ({
  ...aBackupDraft(aPerson({ titles: [...titles] }), { revision: 3 }),
  confirmations: [...confirmations],
})
const [first, second, third] = [{ title: '011' }, { title: '012' }, { title: '013' }]

async function merged(mine: BackupDraft, theirs: BackupDraft, side: Side): Promise<BackupDraft | undefined> {
  const [planned]: readonly (PlannedDraft | undefined)[] = await planRestore([aLineage(theirs)], [aLineage(mine)])
  const choices = new Map(compareRecords(mine.record, theirs.record).map(({ key }) => [key, side]))
  return planned && writesOf(planned, { kind: 'merge', choices }, 5)[0]?.draft
}

describe('a draft put together of two', () => {
  test('keeps each reason at the row it was given for, where rows of the other side come before it', async () => {
    const draft = await merged(
      titled([second], [warned(0, '证书上就是这样')]),
      titled([first, second, third], [warned(2, '补评的')]),
      'theirs',
    )
    expect(draft?.record.titles).toEqual([first, second, third])
    expect(draft?.confirmations).toEqual([warned(1, '证书上就是这样'), warned(2, '补评的')])
  })

  test('takes no reason for a row that was left out', async () => {
    const draft = await merged(titled([second]), titled([first, second], [warned(0, '补评的')]), 'mine')
    expect(draft?.record.titles).toEqual([second])
    expect(draft?.confirmations).toEqual([])
  })

  test('knows the names of the codes of both sides', async () => {
    const withNames = (draft: BackupDraft, names: Readonly<Record<string, string>>): BackupDraft => ({
      ...draft,
      record: { ...draft.record, names: { titles: names } },
    })
    const [mine, theirs] = [
      withNames(titled([first]), { '011': '教授' }),
      withNames(titled([second]), { '012': '讲师' }),
    ]
    expect((await merged(mine, theirs, 'theirs'))?.record.names).toEqual({ titles: { '011': '教授', '012': '讲师' } })
  })
})
