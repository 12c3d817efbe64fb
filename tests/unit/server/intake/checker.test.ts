import { afterAll, describe, expect, test } from 'vitest'
import { createChecker } from '#server/intake/checker.ts'
import { aSignedFile } from '#tests/support/sync.ts'

describe('the checker', { timeout: 60_000 }, () => {
  const checker = createChecker(() => Date.parse('2026-11-25T02:00:00Z'))
  afterAll(() => checker.close())
  const upload = (text: string) => ({ file: new TextEncoder().encode(text), claim: undefined, taskId: 'task' })

  test('verifies in a worker and runs the rules there', async () => {
    const { text, digest } = await aSignedFile()
    const checked = await checker.check(upload(text))
    expect(checked).toMatchObject({ ok: true, value: { digest, isSealed: false, revision: 1 } })
    expect(checked.ok && checked.value.issues?.error).toBeGreaterThanOrEqual(0)
  })

  test('answers each of many in its place', async () => {
    const files = await Promise.all(Array.from({ length: 30 }, () => aSignedFile()))
    const results = await Promise.all(files.map(({ text }, index) => checker.check(upload(index % 3 ? text : '{}'))))
    const expected = files.map(({ digest }, index) => (index % 3 ? digest : 'SUBMISSION_NOT_ONE'))
    expect(results.map((result) => (result.ok ? result.value.digest : result.error.code))).toEqual(expected)
  })
})
