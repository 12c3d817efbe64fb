import { describe, expect, test } from 'vitest'
import { useCasePapersStore } from '#app/management/stores/useCasePapersStore.ts'
import { useCaseStore } from '#app/management/stores/useCaseStore.ts'
import { useUnitStore } from '#app/management/stores/useUnitStore.ts'
import type { TextFile } from '#app/platform/files/file-door.ts'
import { fail, ok } from '#core/errors/result.ts'
import { formatDigest } from '#core/submission/digest.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases, memoryUnit, unitKey } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { arrivalOf } from '#tests/support/review-events.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'

/** A case of two submissions under one number; the second, of somebody else, came sealed. */
async function aDesk() {
  const cases = memoryCases()
  const made = async (name: string, revision: number) => {
    const content = aSubmissionContent({ revision }, anotherPerson(name, 1))
    return { content, ...(await signSubmission(content, unitKey)) }
  }
  const [one, two] = [await made('韦一', 1), await made('韦二', 2)]
  cases.put('id:韦', one, [
    { ...arrivalOf('a', 1), digest: one.digest },
    { ...arrivalOf('b', 2), digest: two.digest },
  ])
  cases.texts.set(two.digest, two.text)
  cases.originals.set(two.digest, '\uFEFF{"sealed": 1}')
  const saved: TextFile[] = []
  const save = (file: TextFile) => Promise.resolve(void saved.push(file))
  const pinia = await memoryUnit(cases, { platform: { files: { save } } })
  await useCaseStore(pinia).begin('id:韦')
  return { cases, one, two, saved, papers: useCasePapersStore(pinia), units: useUnitStore(pinia) }
}

describe('the file a submission came in', () => {
  test('is saved as it came, under the name of whose it is and the code that is shown of it', async () => {
    const { one, two, saved, papers } = await aDesk()
    await papers.saveReceived(one.digest)
    await papers.saveReceived(two.digest)
    expect(saved).toMatchObject([
      { fileName: `韦一_报送文件_r1_${formatDigest(one.digest)}.rpu`, text: one.text },
      { fileName: `韦二_报送文件_r2_${formatDigest(two.digest)}.rpu`, text: '\uFEFF{"sealed": 1}' },
    ])
    expect(papers.receivedError).toBeUndefined()
  })

  test('is told of where it cannot be read, and not saved', async () => {
    const { cases, one, saved, papers } = await aDesk()
    const { storage } = cases
    Object.assign(storage, { original: () => Promise.resolve(fail('STORE_SEAL_BROKEN', {})) })
    await papers.saveReceived(one.digest)
    expect(papers.receivedError).toMatchObject({ code: 'STORE_SEAL_BROKEN' })
    Object.assign(storage, { original: () => Promise.resolve(ok(undefined)) })
    await papers.saveReceived(one.digest)
    expect(papers.receivedError).toMatchObject({ code: 'SYNC_PAYLOAD_MISSING' })
    expect(saved).toEqual([])
  })

  test('does not come out of a store that was locked meanwhile', async () => {
    const { one, saved, papers, units } = await aDesk()
    const saving = papers.saveReceived(one.digest)
    units.lock()
    await saving
    expect(saved).toEqual([])
  })
})
