import { describe, expect, test } from 'vitest'
import type { BackupContent } from '#core/backup/backup.ts'
import { soundRows } from '#core/backup/carried-rows.ts'
import { inspectBackup, openBackup } from '#core/backup/read-backup.ts'
import { signBackup } from '#core/backup/write-backup.ts'
import { aBackupContent } from '#tests/support/backups.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

const key = await aSigningKey()
const draftId = aPerson().id
const sound = {
  revisions: { draftId, revision: 2, record: aPerson() },
  tasks: { id: 'task', text: '{}', signer: 'unit', acceptedAt: 1 },
  returnSlips: { id: 'unit slip', draftId, text: '{}', receivedAt: 1, answered: [0] },
  outbox: {
    digest: 'a'.repeat(64),
    draftId,
    personName: '韦晓莉',
    fileName: 'a.rpu',
    revision: 1,
    text: '{}',
    unitName: '北流市第一中学',
    addedAt: 1,
    state: 'waiting',
    standing: { name: 'waiting', attempts: 0, nextAt: 1 },
  },
} as const
const broken = [
  ['revisions', { ...sound.revisions, revision: '2' }],
  ['tasks', { ...sound.tasks, id: '' }],
  ['tasks', { text: '{}' }],
  ['returnSlips', { ...sound.returnSlips, answered: 'all' }],
  ['outbox', { ...sound.outbox, digest: 'not one' }],
  ['outbox', { ...sound.outbox, state: 'lost' }],
] as const

async function opened(changes: Partial<BackupContent>) {
  const file = await inspectBackup(await signBackup(aBackupContent(changes), key))
  return file.ok ? openBackup(file.value) : file
}

describe('rows of other stores in a backup', () => {
  test('sound ones come back whole', async () => {
    const { revisions, tasks, returnSlips, outbox } = sound
    const changes = { revisions: [revisions], tasks: [tasks], returnSlips: [returnSlips], outbox: [outbox] }
    expect(await opened(changes)).toEqual({ ok: true, value: aBackupContent(changes) })
  })

  test.each(broken)('a broken row of %s refuses the file and says where: %j', async (store, row) => {
    const where = expect.stringMatching(new RegExp(`^${store}\\.1\\.`))
    expect(await opened({ [store]: [sound[store], row] })).toMatchObject({
      ok: false,
      error: { code: 'BACKUP_DAMAGED', params: { where } },
    })
  })

  test.each(broken)('a broken row of %s on this device is not written into one: %j', (store, row) => {
    expect(soundRows(store, [row, sound[store]])).toEqual([sound[store]])
  })
})
