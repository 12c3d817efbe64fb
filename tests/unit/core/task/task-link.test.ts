import { deflateRawSync } from 'node:zlib'
import { encode } from 'uqr'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { acceptableTask, daysLeft, readTask } from '#core/task/read-task.ts'
import { signTask } from '#core/task/sign-task.ts'
import { isTaskFragment, readTaskFragment, taskToFragment } from '#core/task/task-link.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { anOpeningKey, aTaskContent } from '#tests/support/units.ts'

async function aTask() {
  const { publicJwk } = await anOpeningKey()
  const content = aTaskContent({
    server: 'https://caibao.example.gov.cn',
    token: 'k'.repeat(43),
    encryptionKey: publicJwk,
    encryptionKeyAbove: publicJwk,
  })
  const task = await readTask(await signTask(content, await aSigningKey()))
  if (!task.ok) throw new Error(task.error.code)
  return task.value
}

const codeOf = async (fragment: string): Promise<string> => {
  const read = await readTaskFragment(fragment)
  return read.ok ? 'ok' : read.error.code
}

describe('a task as a link', () => {
  test('reads back the same task, verified again', async () => {
    const task = await aTask()
    const read = await readTaskFragment(await taskToFragment(task))
    expect(read.ok && read.value).toEqual(task)
  })

  test('is short enough for a QR code that a phone reads from paper', async () => {
    const fragment = await taskToFragment(await aTask())
    expect(isTaskFragment(fragment)).toBe(true)
    expect(encode(`https://caibao.example.gov.cn/tasks${fragment}`, { ecc: 'L' }).version).toBeLessThanOrEqual(27)
  })

  test('is refused, or is the very same task, when a character is lost or changed', async () => {
    const task = await aTask()
    const fragment = await taskToFragment(task)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 8, max: fragment.length - 1 }), fc.boolean(), async (at, isCut) => {
        const changed = isCut
          ? fragment.slice(0, at)
          : fragment.slice(0, at) + (fragment[at] === 'A' ? 'B' : 'A') + fragment.slice(at + 1)
        // Some changes mean nothing: spare bits at the end, a repetition that DEFLATE may take from either of two places.
        const read = await readTaskFragment(changed)
        expect(read.ok ? read.value : task).toEqual(task)
      }),
      { numRuns: 60 },
    )
  })

  test('does not inflate a bomb', async () => {
    const bomb = deflateRawSync(Buffer.alloc(50_000_000)).subarray(0, 6000).toString('base64url')
    expect(await codeOf(`#task=1.${bomb}`)).toBe('TASK_LINK_DAMAGED')
    expect(await codeOf(`#task=1.${'A'.repeat(10_000)}`)).toBe('TASK_LINK_DAMAGED')
    expect(await codeOf('#task=2.AAAA')).toBe('TASK_LINK_DAMAGED')
  })
})

describe('acceptableTask', () => {
  test('holds through its last day, and only for the scheme at hand', () => {
    const task = { deadline: '2026-12-31', scheme: { id: 'gx-zyjs', version: '2012.1' } }
    expect(acceptableTask(task, 'gx-zyjs', '2026-12-31').ok).toBe(true)
    expect(acceptableTask(task, 'gx-zyjs', '2027-01-01')).toMatchObject({ error: { code: 'TASK_EXPIRED' } })
    expect(acceptableTask(task, 'other', '2026-12-31')).toMatchObject({ error: { code: 'TASK_SCHEME_FOREIGN' } })
  })

  test('counts whole days', () => {
    expect(daysLeft('2026-12-31', '2026-11-24')).toBe(37)
    expect(daysLeft('2026-11-24', '2026-11-24')).toBe(0)
    expect(daysLeft('2026-11-23', '2026-11-24')).toBe(-1)
  })
})
