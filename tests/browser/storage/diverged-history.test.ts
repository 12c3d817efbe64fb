import { beforeEach, describe, expect, test } from 'vitest'
import { type BackupStorage, dexieBackupStorage } from '#app/platform/storage/backup-storage.ts'
import { type CaibaoDatabase, openCaibaoDatabase } from '#app/platform/storage/caibao-database.ts'
import { dexieDraftStorage } from '#app/platform/storage/dexie-draft-storage.ts'
import { dexieRevisionStorage } from '#app/platform/storage/draft-revisions.ts'
import type { Draft, DraftStorage, KeepReason } from '#app/platform/storage/draft-storage.ts'
import { keepRevision } from '#app/platform/storage/keep-revision.ts'
import { planRestore, writesOf } from '#core/backup/plan-restore.ts'
import { aDraftChange, aNewDraft, must, tickingClock } from '#tests/support/drafts.ts'

interface Device {
  readonly database: CaibaoDatabase
  readonly backup: BackupStorage
  readonly drafts: DraftStorage
}

/** A device whose days begin at this moment, so that nothing is saved at once on two. */
function aDevice(sinceMs: number): Device {
  const database = openCaibaoDatabase(`test-${crypto.randomUUID()}`)
  const ticking = tickingClock()
  const clock = { ...ticking, now: () => sinceMs + ticking.now() }
  return { database, backup: dexieBackupStorage(database, clock), drafts: dexieDraftStorage(database, clock) }
}

let office: Device
let home: Device
let id = ''
beforeEach(async () => {
  office = aDevice(0)
  home = aDevice(1_000_000)
  id = must(await office.drafts.create(aNewDraft('第1次'))).id
  await type(office, '第2次')
  await restore(home, office)
})

const standing = async ({ drafts }: Device): Promise<Draft> => must(await drafts.load(id))

/** Types a name, which leaves behind what stood until then. */
async function type(device: Device, name: string, keep: KeepReason = 'worked'): Promise<void> {
  const draft = await standing(device)
  must(await device.drafts.save(id, draft.revision, aDraftChange(draft, name), keep))
}

const handIn = async (device: Device): Promise<void> =>
  keepRevision(device.database, await standing(device), 'handedIn')

/** Restores what lies on another device: here it stays as it is, if it stands here at all. */
async function restore(to: Device, from: Device, kind: 'keep' | 'take' = 'keep'): Promise<void> {
  const content = { ...must(await from.backup.collect()), createdAt: '2026-11-24T04:00:00.000Z', key: null }
  const plan = await planRestore(content.drafts, must(await to.backup.collect()).drafts)
  const writes = plan.flatMap((planned) =>
    writesOf(planned, { kind: planned.here ? kind : 'take' }, 1).map((write) =>
      Object.assign({ ancestors: [] }, write),
    ),
  )
  must(await to.backup.apply({ content, writes, takesKey: false }))
}

/** The history by number: what stood there, and why it is kept. */
const kept = async ({ database }: Device): Promise<readonly string[]> =>
  must(await dexieRevisionStorage(database).list(id))
    .toSorted((one, other) => one.revision - other.revision)
    .map(({ revision, reason, record }) => `${revision} ${reason} ${record.basic['name'] ?? ''}`)

describe('the history of a draft that went on on two devices', () => {
  test('has the states of both, also where they counted alike, and each once however often it is restored', async () => {
    for (const name of ['第3次', '在家']) await type(home, name)
    for (const name of ['单位', '单位二']) await type(office, name)
    await handIn(home)
    await handIn(office)
    const ofBoth = ['第1次', '第2次', '单位', '单位二', '第3次', '在家']
    await restore(office, home)
    expect(await kept(office)).toEqual([
      '1 worked 第1次',
      '2 worked 第2次',
      '3 worked 单位',
      '4 handedIn 单位二',
      '5 worked 第3次',
      '6 handedIn 在家',
    ])
    await restore(office, home)
    await restore(home, office)
    for (const device of [office, home]) {
      const names = (await kept(device)).map((row) => row.split(' ').at(-1) ?? '')
      expect(new Set(names)).toEqual(new Set(ofBoth))
      expect(names).toHaveLength(ofBoth.length)
    }
  })

  test('goes on over numbers that the other has used, and loses neither', async () => {
    for (const name of ['在家三', '在家四', '在家五']) await type(home, name)
    await home.database.revisions.where({ draftId: id }).delete()
    await handIn(home)
    await restore(office, home)
    expect(await kept(office)).toEqual(['1 worked 第1次', '5 handedIn 在家五'])
    for (const name of ['三', '四', '五']) {
      const draft = await standing(office)
      must(await office.drafts.save(id, draft.revision, aDraftChange(draft, name)))
    }
    await restore(office, home, 'take')
    expect(await kept(office)).toEqual(['1 worked 第1次', '4 handedIn 在家五', '5 beforeRestore 五'])
  })

  test('knows a state as what was handed in though it came with a file', async () => {
    await type(home, '在家三')
    await handIn(home)
    await office.database.drafts.clear()
    await restore(office, home)
    await type(office, '在家四', 'opened')
    expect(await kept(office)).toEqual(['1 worked 第1次', '2 worked 第2次', '3 handedIn 在家三'])
  })

  test('knows a state that both have as what was handed in of it there, whichever file comes after', async () => {
    await type(office, '单位')
    expect(await kept(office)).toEqual(['1 worked 第1次', '2 worked 第2次'])
    await handIn(home)
    await restore(office, home)
    expect(await kept(office)).toEqual(['1 worked 第1次', '2 handedIn 第2次'])
    await home.database.revisions.where({ draftId: id }).modify({ reason: 'opened' })
    await restore(office, home)
    expect(await kept(office)).toEqual(['1 worked 第1次', '2 handedIn 第2次'])
  })

  test('keeps what cannot be read beside what stands under its number', async () => {
    await office.database.revisions.put({ draftId: id, revision: 2, at: 'gestern' })
    await type(office, '第3次')
    expect(await kept(office)).toEqual(['1 worked 第1次', '2 worked 第2次'])
    expect(await office.database.revisions.get([id, 3])).toMatchObject({ at: 'gestern' })
  })
})
