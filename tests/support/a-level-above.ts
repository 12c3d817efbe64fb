import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import type { CaseStorage, ListedCase } from '#app/platform/storage/case-storage.ts'
import type { TextBlock } from '#app/platform/unit/text-block.ts'
import { ok } from '#core/errors/result.ts'
import type { Manifest } from '#core/pack/pack.ts'
import { acceptablePack, type KnownPack } from '#core/review/acceptable-pack.ts'
import type { Arriving } from '#core/review/arriving.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import type { ReviewEvent } from '#core/review/review-event.ts'
import { formerNames } from '#core/unit/former-names.ts'
import { openRegister } from '#core/unit/register.ts'
import type { Unit } from '#core/unit/unit.ts'
import { noFindings } from './case-rows.ts'

/** A pack as far as receiving goes: what its unit signed, and the people in it. */
export interface ModelPack {
  readonly manifest: Manifest
  readonly people: readonly Arriving[]
}

function neverAsked(): never {
  throw new Error('receiving asks for trails, and for a text where another counts')
}

/** The cases of a unit that has none yet: planning does not ask for anything in them. */
export const noCases: CaseStorage = {
  rows: neverAsked,
  trail: neverAsked,
  trails: neverAsked,
  text: neverAsked,
  original: neverAsked,
  files: neverAsked,
  whole: neverAsked,
  appended: neverAsked,
  texts: neverAsked,
  places: neverAsked,
  synced: neverAsked,
  held: neverAsked,
  append: neverAsked,
  stage: neverAsked,
  unstage: neverAsked,
  onChange: neverAsked,
  close: neverAsked,
  packs: neverAsked,
}

/** A level above in memory, with the planning and the acceptance that the app uses. */
export function aLevelAbove(unit: Unit, now = (): number => Date.UTC(2027, 5)) {
  const trails = new Map<string, readonly ReviewEvent[]>()
  const packs: KnownPack[] = []
  const arrived = new Set<string>()
  const people = makePeopleIndex<ListedCase>(() => [])
  const cases: CaseStorage = {
    ...noCases,
    trail: async (caseId) => ok(trails.get(caseId) ?? []),
    text: async () => ok(undefined),
    held: async (digests) => ok(new Set(digests.filter((digest) => arrived.has(digest)))),
  }

  async function take({ manifest, people: arriving }: ModelPack): Promise<void> {
    const { digest, content } = manifest
    const { unit: below, submissions, withdrawn = [] } = content
    const sealed = { iv: new Uint8Array(), data: new Uint8Array() }
    const block: TextBlock = { id: digest, digests: submissions, sealed }
    const plan = makeReceivePlan({ cases, people, reviewer: { by: '黄采集', at: 1 }, ownName: unit.name })
    const formerly = formerNames(below, packs)
    for (const each of arriving) {
      arrived.add(each.digest)
      const received = await plan.receive({ arriving: each, findings: noFindings }, block, {
        fileName: 'a.rpz',
        unit: below.name,
        formerly,
      })
      if (!received.ok) throw new Error(received.error.code)
    }
    const gone = await plan.withdraw({
      digests: new Set(withdrawn),
      unit: below.name,
      pack: digest,
      formerly,
      reason: '撤回',
      replacing: '改报',
      reported: new Set(submissions),
    })
    if (!gone.ok) throw new Error(gone.error.code)
    for (const { events, row } of plan.changes()) {
      trails.set(row.caseId, [...(trails.get(row.caseId) ?? []), ...events])
      people.put([{ ...row, key: row.caseId }])
    }
    const { createdAt, since } = content
    packs.push({ digest, kind: 'received', unit: below, at: now(), createdAt, ...(since !== undefined && { since }) })
  }

  return {
    /** Receives a pack; the code of the refusal if it is not taken. */
    async receive(pack: ModelPack): Promise<string> {
      const scheme = { id: 'gx-zyjs', version: '2012.1' }
      const knowledge = { unit, scheme, packs, register: openRegister([]), ownKeys: new Set<string>(), certified: [] }
      const accepted = await acceptablePack(pack.manifest, { ...knowledge, now: new Date(now()).toISOString() })
      if (!accepted.ok) return accepted.error.code
      await take(pack)
      return 'taken'
    },
    /** Who is reported, each with the payload that counts. */
    standing: () =>
      people
        .rows()
        .filter(({ state }) => state !== 'setAside')
        .map(({ caseId, standing, state, disputed }) => `${caseId} ${standing} ${state} ${disputed.join()}`)
        .sort(),
  }
}
