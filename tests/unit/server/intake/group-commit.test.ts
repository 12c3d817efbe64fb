import { describe, expect, test } from 'vitest'
import { createGroupCommit } from '#server/intake/group-commit.ts'
import { NoAnswer } from '#server/store/no-answer.ts'

/** What is due in some turns of the loop has been done. */
async function someTurns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise(setImmediate)
}

/** Commits that wait until the test lets them through. */
function aSlowDisk(refused: readonly number[] = []) {
  const groups: (readonly number[])[] = []
  const gates: (() => void)[] = []
  const commit = async (items: readonly number[]): Promise<readonly string[]> => {
    groups.push(items)
    await new Promise<void>((open) => gates.push(open))
    if (items.some((item) => refused.includes(item))) throw new Error('refused')
    return items.map((item) => `stored ${item}`)
  }
  const letThrough = async (): Promise<void> => {
    await someTurns()
    gates.shift()?.()
    await someTurns()
  }
  return { groups, commit, letThrough }
}

describe('a group commit', () => {
  test('writes what came while it was writing as one group', async () => {
    const { groups, commit, letThrough } = aSlowDisk()
    const group = createGroupCommit(commit, 10)
    const first = group.add(1)
    await letThrough()
    expect(await first).toBe('stored 1')
    const second = group.add(2)
    await someTurns()
    const rest = [group.add(3), group.add(4)]
    await letThrough()
    await letThrough()
    expect(await Promise.all([second, ...rest])).toEqual(['stored 2', 'stored 3', 'stored 4'])
    expect(groups).toEqual([[1], [2], [3, 4]])
  })

  test('answers nobody before the disk has it', async () => {
    const { commit, letThrough } = aSlowDisk()
    const group = createGroupCommit(commit, 10)
    let isAnswered = false
    const added = group.add(1).then(() => (isAnswered = true))
    await someTurns()
    expect(isAnswered).toBe(false)
    await letThrough()
    await added
    expect(isAnswered).toBe(true)
  })

  test('makes no group larger than it may', async () => {
    const groups: number[] = []
    const group = createGroupCommit((items: readonly number[]) => {
      groups.push(items.length)
      return Promise.resolve(items)
    }, 4)
    await Promise.all(Array.from({ length: 10 }, (_, index) => group.add(index)))
    expect(groups).toEqual([4, 4, 2])
  })

  test('refuses only the item that is to blame', async () => {
    const group = createGroupCommit((items: readonly number[]) => {
      if (items.includes(2)) return Promise.reject(new Error('refused'))
      return Promise.resolve(items)
    }, 10)
    const results = await Promise.allSettled([group.add(1), group.add(2), group.add(3)])
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  })

  test('waits once, not once for each item, where no answer came', async () => {
    let asked = 0
    const group = createGroupCommit((items: readonly number[]) => {
      asked += 1
      return items.includes(3) ? Promise.resolve(items) : Promise.reject(new NoAnswer())
    }, 2)
    const results = await Promise.allSettled([group.add(1), group.add(2), group.add(3)])
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
    expect(asked).toBe(2)
  })

  test('is drained when everything that was added is written', async () => {
    const written: number[] = []
    const group = createGroupCommit(async (items: readonly number[]) => {
      await new Promise(setImmediate)
      written.push(...items)
      return items
    }, 2)
    const added = [1, 2, 3, 4, 5].map((item) => group.add(item))
    await group.drained()
    expect(written).toEqual([1, 2, 3, 4, 5])
    await Promise.all(added)
  })
})
