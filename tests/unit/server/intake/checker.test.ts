import { Worker } from 'node:worker_threads'
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

  test('gives what waits to the next worker when the only one dies, however often', async () => {
    const started: Worker[] = []
    const mortal = createChecker(() => Date.parse('2026-11-25T02:00:00Z'), {
      most: 1,
      start() {
        const worker = new Worker(new URL('../../../../src/server/intake/check-worker.ts', import.meta.url))
        started.push(worker)
        // Dead before it answers: its first order is out by then.
        if (started.length < 3) void worker.terminate()
        return worker
      },
    })
    const { text, digest } = await aSignedFile()
    const results = await Promise.all(Array.from({ length: 100 }, () => mortal.check(upload(text))))
    await mortal.close()
    expect(started).toHaveLength(3)
    const told = results.map((result) => (result.ok ? result.value.digest : result.error.code))
    // An order of sixteen died with each of the two; whoever sent those is told to come again.
    expect(told).toEqual([...Array<string>(32).fill('SERVER_FAILED'), ...Array<string>(68).fill(digest)])
  })
})
