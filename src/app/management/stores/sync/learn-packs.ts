import type { CaseStorage } from '#app/platform/storage/case-storage.ts'
import type { StoredUnit } from '#app/platform/storage/unit-storage.ts'
import type { UnitSyncStorage } from '#app/platform/storage/unit-sync-storage.ts'
import type { StaffServer } from '#app/platform/sync-client/staff-server.ts'
import { ok } from '#core/errors/result.ts'
import { listSentPacks, type SentPack } from '#core/sync/pack-uploads.ts'
import { type Answered, errorOf, refuse } from '#core/sync/wire-answer.ts'
import { packFileName } from '../pack-file-name.ts'
import { lastPacksOf } from '../report-pack.ts'
import { isForEverybody, isHalfway, type RefusedPack, refusedOf } from './refused-packs.ts'
import { rememberSent } from './sent-packs.ts'
import type { SyncState } from './sync-desk.ts'
import { forgetPack, keptPacks, leavePack } from './upload-packs.ts'
import { type PackOnItsWay, uploadId, uploadPrefix } from './upload-rows.ts'

/**
 * Packs are sent by one device of a unit; what became of them concerns all of them (ADR 0200). The server tells it of
 * every pack of the unit, and it is kept here as if this device had sent them, without their content.
 */

const understoodButRefused = 422

/** A pack that says of itself what it is, as it would be named where it was written. */
function toPack({ digest, sizeBytes, manifest }: SentPack, unitName: string): PackOnItsWay | undefined {
  if (!manifest) return undefined
  const { people, madeAt } = manifest
  const fileName = packFileName(unitName, madeAt, people)
  return { digest, sizeBytes, fileName, people, madeAt, manifest: manifest.digest }
}

/** What learning works with. */
export interface LearnDesk {
  readonly rows: UnitSyncStorage
  readonly server: Pick<StaffServer, 'ask'>
  readonly unit: Pick<StoredUnit, 'unit'>
}

/** Whether people of it are missing above is for the trails to tell, which are read after this. */
async function learnRefusal({ rows, unit }: LearnDesk, sent: SentPack): Promise<void> {
  const pack = toPack(sent, unit.unit.name)
  if (!pack || !sent.refusal) return
  const error = errorOf(sent.refusal, understoodButRefused)
  await rows.put(uploadId(sent.digest), { ...pack, error, isElsewhere: true, isAnswered: true })
}

/**
 * Asks what the server has of the packs of this unit. Before the steps of others are taken over: who sent a pack has
 * told of its people before.
 */
export async function learnPacks(
  desk: LearnDesk,
  { orgId, parentOrgId, kid }: Pick<SyncState, 'orgId' | 'parentOrgId' | 'kid'>,
): Promise<Answered<void>> {
  if (parentOrgId === null) return ok(undefined)
  const told = await desk.server.ask(listSentPacks, { query: { orgId } })
  // A server of an earlier version does not know the question.
  if (!told.ok) return told.error.code === 'SERVER_ADDRESS_UNKNOWN' ? ok(undefined) : told
  const named = await desk.rows.ids(uploadPrefix)
  if (!named.ok) return refuse('needsPerson', named)
  const rowIds = new Set(named.value)
  const here = new Map((await keptPacks(desk.rows)).map((pack) => [pack.digest, pack]))
  const taken = told.value.items.filter(({ completedAt }) => completedAt !== null)
  await rememberSent(
    desk.rows,
    taken.flatMap((sent) => {
      const pack = toPack(sent, desk.unit.unit.name)
      return pack ? [{ ...pack, packId: sent.id, kid }] : []
    }),
  )
  for (const { digest } of taken) {
    const refused = here.get(digest)
    if (refused?.error) await forgetPack(desk.rows, refused)
  }
  for (const sent of told.value.items) {
    const known = here.get(sent.digest)
    // A row of another shape is left as it is.
    const isFree = known ? isHalfway(known) : !rowIds.has(uploadId(sent.digest))
    if (isFree) await learnRefusal(desk, sent)
  }
  return ok(undefined)
}

/** What settling works with. */
export interface SettleDesk {
  readonly rows: UnitSyncStorage
  readonly cases: Pick<CaseStorage, 'rows' | 'trails' | 'appended'>
}

/**
 * One that waits for the clerk: of this device until a report of everybody has answered it, of another one always. Of one
 * that never came whole the server tells when it is answered.
 */
const isOpen = (pack: RefusedPack): boolean =>
  !isHalfway(pack) && (pack.isElsewhere === true || isForEverybody(pack.error))

/**
 * A pack that was not taken, or was lost, is done with once later packs speak of all its people, whichever device wrote
 * them. Another device's is looked at whenever steps were written: those that tell of its people may come late.
 */
export async function settleAnswered({ rows, cases }: SettleDesk): Promise<Answered<void>> {
  const waiting = (await keptPacks(rows)).filter(({ isLeft }) => isLeft === undefined)
  const lookedAt = cases.appended()
  const open = refusedOf(waiting).filter((pack) => isOpen(pack) && pack.lookedAt !== lookedAt)
  if (open.length === 0) return ok(undefined)
  const listed = await cases.rows()
  const last = listed.ok ? await lastPacksOf(cases, listed.value) : listed
  if (!last.ok) return refuse('needsPerson', last)
  for (const pack of open) {
    const isAnswered = pack.manifest === undefined || !last.value.has(pack.manifest)
    if (pack.isElsewhere) await rows.put(uploadId(pack.digest), { ...pack, isAnswered, lookedAt })
    else if (isAnswered) await leavePack(rows, pack)
  }
  return ok(undefined)
}
