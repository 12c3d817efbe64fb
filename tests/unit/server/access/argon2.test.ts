import { expect, test } from 'vitest'
import { type Argon2, argon2, argon2From } from '#server/access/argon2.ts'

const password = '春江水暖鸭先知2026'

/** As on a Windows without the C++ runtime that the compiled package asks for. */
const withoutPackage = (): Promise<Argon2> =>
  argon2From(() => Promise.reject(new Error('Cannot find native binding', { cause: 'ERR_DLOPEN_FAILED' })))

test('where the compiled package cannot be loaded, Node makes the same hashes, at the same cost, with a salt of its own', async () => {
  const { hash } = await withoutPackage()
  const [one, other] = await Promise.all([hash(password), hash(password)])
  for (const each of [one, other]) expect(each).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(other)
})

test('what one of the two has written, the other reads: a database moves between computers', async () => {
  const both = [argon2, await withoutPackage()]
  const written = await Promise.all(both.map(({ hash }) => hash(password)))
  for (const stored of written)
    for (const { verify } of both) {
      expect(await verify(stored, password)).toBe(true)
      expect(await verify(stored, `${password} `)).toBe(false)
    }
})

test('a hash of other settings is compared by its own', async () => {
  const { verify } = await withoutPackage()
  const { hash } = await import('@node-rs/argon2')
  const stored = await hash(password, { algorithm: 2, memoryCost: 64, timeCost: 3, parallelism: 2, outputLen: 24 })
  expect(await verify(stored, password)).toBe(true)
  expect(await verify(stored, 'another')).toBe(false)
})

test('what is no hash is refused, and not taken for a wrong password', async () => {
  const { verify } = await withoutPackage()
  await expect(verify('$2b$10$x', password)).rejects.toThrow('argon2id')
})
