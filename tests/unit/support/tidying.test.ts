import { expect, test } from 'vitest'
import { tidying } from '#tests/faults/tidying.ts'

const failing = (why: string) => () => Promise.reject(new Error(why))

test('what was done is given back once all is tidied up', async () => {
  const order: string[] = []
  const done = await tidying(
    async () => order.push('work'),
    async () => order.push('tidy'),
  )
  expect([done, order]).toEqual([1, ['work', 'tidy']])
})

test('work that fails is tidied up after, and tells why it failed', async () => {
  let isTidy = false
  await expect(tidying(failing('no space left'), () => (isTidy = true))).rejects.toThrow(/^no space left$/)
  expect(isTidy).toBe(true)
})

test('tidying up that fails as well does not hide why the work did', async () => {
  const both = tidying(failing('no space left'), () => {
    throw new Error('no server running')
  })
  await expect(both).rejects.toThrow(/^no space left; then, tidying up: no server running$/)
  await expect(both).rejects.toMatchObject({ cause: new Error('no space left') })
})

test('tidying up that alone fails is told', async () => {
  await expect(tidying(() => Promise.resolve(1), failing('no server running'))).rejects.toThrow(/^no server running$/)
})
