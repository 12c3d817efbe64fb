import { createPinia } from 'pinia'
import { afterEach, expect, test, vi } from 'vitest'
import { createApp } from 'vue'
import InclusionProof from '#app/individual/components/exchange/InclusionProof.vue'
import { proofOf } from '#app/management/stores/case-papers.ts'
import { platformKey } from '#app/shared/platform.ts'
import { ok } from '#core/errors/result.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { correctSubmission } from '#core/review/correct-submission.ts'
import { caseOf } from '#core/review/review-case.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { aPack, inPieces } from '#tests/support/packs.ts'
import { arrivalOf, aTrail } from '#tests/support/review-events.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

vi.mock('#app/shared/scheme/useSchemeStore.ts', () => ({
  useSchemeStore: () => ({ scheme: { sheets: [] }, lookup: { table: () => undefined } }),
}))

const place = document.body.appendChild(document.createElement('div'))
let end = (): void => undefined
afterEach(() => end())

/** What a person and their unit have of a record that the unit corrected and reported. */
async function aCorrectedPerson() {
  const key = await aSigningKey()
  const content = aSubmissionContent()
  const handedIn = await signSubmission(content, await aSigningKey())
  const wanted = [{ path: 'basic.mobile', after: '13877501233', reason: '本人来电更正' }]
  const who = { by: '黄采集', at: '2026-11-24T02:00:00.000Z', key, named: <R>(record: R): R => record }
  const made = await correctSubmission({ content, digest: handedIn.digest }, wanted, who)
  if (!made.ok) throw new Error(made.error.code)
  const pack = await readPack(inPieces(await aPack([made.value], { key })))
  if (!pack.ok) throw new Error(pack.error.code)
  const { digest } = made.value
  const changes = made.value.changes.map(({ path, before, after, reason }) => ({ path, before, after, reason }))
  const trail = aTrail([
    { ...arrivalOf('a', 1), digest: handedIn.digest },
    { kind: 'corrected', digest, from: handedIn.digest, changes },
    { kind: 'passed', digest },
    { kind: 'reported', digest, pack: pack.value.digest },
  ])
  const standing = caseOf(trail)
  if (!standing.ok) throw new Error(standing.error.code)
  const { unit, createdAt, count } = pack.value.content
  const about = { digest: pack.value.digest, kind: 'reported', unit, count, fileName: 'a.rpz' } as const
  const stored = { ...about, at: Date.parse(createdAt), manifest: pack.value.text }
  const cases = {
    packs: async () => ok([stored]),
    append: async () => ok([]),
    text: async (asked: string) => ok(asked === digest ? made.value.text : undefined),
  }
  const proof = await proofOf({ cases, key, fetch: async () => ok(undefined) }, standing.value)
  if (!proof.ok) throw new Error(proof.error.code)
  return { proof: proof.value, handedIn: handedIn.digest, reported: digest }
}

/** What is told of the proof where these were handed in. */
async function toldWith(text: string, own: readonly string[]): Promise<string> {
  const storage = { getSubmission: async (digest: string) => ok(own.includes(digest) ? { digest } : undefined) }
  const app = createApp(InclusionProof, { text }).use(createPinia()).provide<unknown, symbol>(platformKey, { storage })
  app.mount(place)
  end = () => app.unmount()
  await expect.poll(() => place.textContent).toContain('上报单位')
  const told = place.textContent
  app.unmount()
  end = () => undefined
  return told
}

test('whom the unit corrected sees that theirs was reported, and what was changed', async () => {
  const { proof, handedIn, reported } = await aCorrectedPerson()
  const told = await toldWith(proof, [handedIn])
  expect(told).toContain('单位证明您在这台电脑上生成的这份报送已经上报，上报前单位改了下面这些')
  for (const said of [formatDigest(handedIn), formatDigest(reported), '13877501233']) expect(told).toContain(said)
})

test('of a submission that is not on this computer nothing is said but to compare its code', async () => {
  const { proof } = await aCorrectedPerson()
  const told = await toldWith(proof, [])
  expect(told).toContain('这台电脑上没有这份报送，请核对校验码')
  expect(told).not.toContain('单位证明')
})
