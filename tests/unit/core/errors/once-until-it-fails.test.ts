import { expect, test } from 'vitest'
import { onceUntilItFails } from '#core/errors/once-until-it-fails.ts'

test('what was made once is kept; what failed is tried again, and told to everybody who waited for it', async () => {
  let made = 0
  let isBroken = true
  const get = onceUntilItFails(async () => {
    made += 1
    if (isBroken) throw new Error(`no ${made}`)
    return made
  })
  const waiting = [get(), get()]
  for (const each of waiting) await expect(each).rejects.toThrow('no 1')
  await expect(get()).rejects.toThrow('no 2')
  isBroken = false
  expect(await Promise.all([get(), get()])).toEqual([3, 3])
  expect(await get()).toBe(3)
})
