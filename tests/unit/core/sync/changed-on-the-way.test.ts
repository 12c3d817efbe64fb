import { beforeAll, describe, expect, test } from 'vitest'
import { fail } from '#core/errors/result.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { wasChangedOnTheWay } from '#core/sync/changed-on-the-way.ts'
import { aSealedFile, aSignedFile } from '#tests/support/sync.ts'

let plain: string
let sealed: string

beforeAll(async () => {
  plain = (await aSignedFile()).text
  sealed = (await aSealedFile(crypto.randomUUID())).text
})

describe('a file that a server refuses', () => {
  test('was changed on its way when it reads well here and broken there', async () => {
    // What the server finds in a request that was cut and whose length was put right.
    const shortened = await readSubmission(plain.slice(0, -100))
    if (shortened.ok) throw new Error('a shortened file reads well')
    expect(await wasChangedOnTheWay(shortened.error, plain)).toBe(true)
    expect(await wasChangedOnTheWay(shortened.error, sealed)).toBe(true)
    const { error } = fail('SEALED_DAMAGED', { where: 'iv' })
    expect(await wasChangedOnTheWay(error, sealed)).toBe(true)
  })

  test('was changed when it is not the one the device gave its word for, and not when the word itself is bad', async () => {
    expect(await wasChangedOnTheWay(fail('UPLOAD_CLAIM_BAD', { where: 'file' }).error, sealed)).toBe(true)
    expect(await wasChangedOnTheWay(fail('UPLOAD_CLAIM_BAD', { where: 'signature' }).error, sealed)).toBe(false)
  })

  test('was not when it is broken here, too, or refused for what it says', async () => {
    const { error } = fail('FILE_NOT_JSON', {})
    expect(await wasChangedOnTheWay(error, plain.slice(0, -100))).toBe(false)
    expect(await wasChangedOnTheWay(fail('UPLOAD_TASK_OTHER', {}).error, plain)).toBe(false)
    expect(await wasChangedOnTheWay(fail('SUBMISSION_ERASED', {}).error, plain)).toBe(false)
  })
})
