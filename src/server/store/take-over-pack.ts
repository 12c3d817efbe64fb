import type { Store } from './store.ts'
import { appendToLog } from './append-to-log.ts'
import { holdLog } from './log.ts'
import { membersFrom, type PackMember, packById, type PackRow } from './packs.ts'
import { type PersonPlace, placePeople, holdersByDigest } from './people.ts'
import type { Writer } from './database.ts'
import { withdrawPeople } from './withdraw-people.ts'

const batch = 500

/** The people of some members where they stand now: reported. Known by what arrived, else by their record. */
async function placesOf(writer: Writer, orgId: string, members: readonly PackMember[]): Promise<PersonPlace[]> {
  const known = await holdersByDigest(
    writer,
    orgId,
    members.flatMap(({ digest, firstDigest }) => [digest, firstDigest]),
  )
  return members.map(({ digest, firstDigest, recordId, revision }) => {
    const holders = [...(known.get(firstDigest) ?? []), ...(known.get(digest) ?? [])]
    // The payload itself says whose it is: another record whose file nobody here has read only claims the digest.
    const sure = holders.find(({ proof }) => typeof proof === 'string')
    const isHeld = holders.some((holder) => holder.recordId === recordId)
    const holder = isHeld ? recordId : (sure?.recordId ?? recordId)
    return { orgId, recordId: holder, digest: firstDigest, revision, state: 'reported' }
  })
}

/** A verified pack, and what its manifest says. */
interface TakenPack {
  readonly packId: string
  readonly unitOrgId: string
  readonly people: number
  /** Digests of the packs before that the unit no longer reports. */
  readonly withdrawn: readonly string[]
  readonly manifestDigest: string
  /** The pack it goes on from. */
  readonly since?: string
  readonly madeAt: number
  readonly now: number
  /** Still the only one at work on this pack and on this unit, until the transaction commits. */
  readonly hold: (writer: Writer) => Promise<unknown>
  /** Whether it may still be taken over here, told to who holds the log: to verify it may have taken minutes. */
  readonly isStillAllowed: (writer: Writer) => Promise<boolean>
}

/**
 * A pack whose every line was verified is taken over into the view of the level above: its people stand as reported in
 * their unit, and the log says so. Broken off in the middle it is done again from the start and comes to the same.
 *
 * @returns Nothing when it is no longer allowed.
 */
export async function takeOverPack(store: Store, taken: TakenPack): Promise<PackRow | undefined> {
  const { packId, unitOrgId, people, withdrawn, now, hold, isStillAllowed } = taken
  for (let line = 0; ; line += batch) {
    const members = await membersFrom(store.reader, packId, line, batch)
    if (members.length === 0) break
    const isPlaced = await store.write(async (writer) => {
      await hold(writer)
      // Whoever changes where people stand holds the log, so that nobody counts from what is no longer so.
      await holdLog(writer)
      if (!(await isStillAllowed(writer))) return false
      await placePeople(writer, await placesOf(writer, unitOrgId, members))
      return true
    })
    if (!isPlaced) return undefined
  }
  return store.write(async (writer) => {
    await hold(writer)
    await holdLog(writer)
    const pack = await packById(writer, packId)
    if (!pack) throw new RangeError('the pack is gone')
    if (pack.completed_at !== null) return pack
    if (!(await isStillAllowed(writer))) return undefined
    await withdrawPeople(writer, { packId, unitOrgId }, withdrawn)
    const facts = { account: pack.account_id, digest: pack.digest, people, unit: unitOrgId }
    const [place] = await appendToLog(writer, [{ at: now, kind: 'pack', orgId: pack.org_id, facts }])
    return writer
      .updateTable('pack')
      .set({
        completed_at: now,
        position: place?.position ?? 0,
        people,
        unit_org_id: unitOrgId,
        manifest_digest: taken.manifestDigest,
        since_digest: taken.since ?? null,
        made_at: taken.madeAt,
        refusal: null,
      })
      .where('id', '=', packId)
      .returningAll()
      .executeTakeFirstOrThrow()
  })
}
