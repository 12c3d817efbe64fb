import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeReceivePlan } from '#app/management/stores/receive-plan.ts'
import { type CaseStorage, type ListedCase, sealedCaseStorage } from '#app/platform/storage/case-storage.ts'
import { openUnitDatabase } from '#app/platform/storage/unit-database.ts'
import type { CheckedSubmission } from '#app/platform/unit/check-message.ts'
import { sealTexts } from '#app/platform/unit/text-block.ts'
import { makeVault, type Vault } from '#app/platform/unit/vault.ts'
import { arrivingOf } from '#core/review/arriving.ts'
import { makePeopleIndex } from '#core/review/people-index.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import { noFindings } from '#tests/support/case-rows.ts'
import { aPerson } from '#tests/support/people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

interface Checked extends CheckedSubmission {
  readonly text: string
}

async function checked(content: SubmissionContent, key: SigningKey): Promise<Checked> {
  const { text } = await signSubmission(content, key)
  const read = await readSubmission(text)
  if (!read.ok) throw new Error(read.error.code)
  return { arriving: arrivingOf(read.value), findings: noFindings, text }
}

/** What two people may hand in with two devices: revisions that follow each other, and two that do not. */
async function someFiles(): Promise<readonly Checked[]> {
  const [one, two] = [await aSigningKey(), await aSigningKey()]
  const other = aPerson({ basic: { ...aPerson().basic, idNumber: '110101199003078515', name: '黄大明' } })
  return Promise.all([
    checked(aSubmissionContent(), one),
    checked(aSubmissionContent({ revision: 2 }), one),
    checked(aSubmissionContent({ revision: 2, createdAt: '2026-11-24T02:30:00.000Z' }), two),
    checked(aSubmissionContent({ revision: 3 }), two),
    checked(aSubmissionContent({}, other), two),
  ])
}

/** Receives these files, so many in a transaction, as the app does. */
async function receiveInto(
  cases: CaseStorage,
  vault: Vault,
  { order, atOnce }: { readonly order: readonly Checked[]; readonly atOnce: number },
): Promise<void> {
  const people = makePeopleIndex<ListedCase>(() => [])
  for (let at = 0; at < order.length; at += atOnce) {
    const some = order.slice(at, at + atOnce)
    const texts = some.map(({ arriving: { digest }, text }) => ({ digest, text }))
    const block = await sealTexts(vault.sealingKey, texts)
    const reviewer = { by: '黄采集', at }
    const plan = makeReceivePlan({ cases, people, reviewer, ownName: '北流市第一中学' })
    for (const each of some) expect((await plan.receive(each, block, { fileName: 'x.rpu' })).ok).toBe(true)
    const changes = plan.changes()
    const written = changes.length > 0 ? await cases.append(changes, undefined, { blocks: [block] }) : undefined
    if (written && !written.ok) throw new Error(written.error.code)
    people.put(written?.value ?? [])
  }
}

/** What stands in a store, without what tells when and in which order it came. */
async function standingIn(cases: CaseStorage) {
  const rows = await cases.rows()
  if (!rows.ok) throw new Error(rows.error.code)
  const standing: object[] = []
  const sorted = [...rows.value].sort((one, other) => (one.caseId < other.caseId ? -1 : 1))
  for (const { key: _key, sequence: _sequence, changedAt: _changedAt, ...row } of sorted) {
    const files = await cases.files(row.caseId)
    if (!files.ok) throw new Error(files.error.code)
    standing.push({ ...row, texts: files.value.map(({ text }) => text).sort() })
  }
  return standing
}

describe('receiving into the sealed store', () => {
  test('the same files in any order and any batches, some of them twice, leave the same in it', async () => {
    const files = await someFiles()
    const vault = await makeVault()
    const received = async (order: readonly Checked[], atOnce: number) => {
      const database = openUnitDatabase(`unit-${crypto.randomUUID()}`)
      const cases = sealedCaseStorage(database, vault)
      await receiveInto(cases, vault, { order, atOnce })
      const again = openUnitDatabase(database.name)
      const standing = await standingIn(sealedCaseStorage(again, vault))
      again.close()
      await database.delete()
      return standing
    }
    const expected = await received(files, files.length)
    expect(expected).toHaveLength(2)
    const anyOrder = fc.shuffledSubarray([...files, ...files], { minLength: files.length * 2 })
    await fc.assert(
      fc.asyncProperty(anyOrder, fc.integer({ min: 1, max: 10 }), async (order, atOnce) => {
        expect(await received(order, atOnce)).toEqual(expected)
      }),
      { numRuns: 25 },
    )
  })
})
