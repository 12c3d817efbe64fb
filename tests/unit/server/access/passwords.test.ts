import { expect, test } from 'vitest'
import { hashPassword, isPassword } from '#server/access/passwords.ts'

const password = '春江水暖鸭先知2026'

test('a password is kept as argon2id at the cost OWASP asks for, with a salt of its own', async () => {
  const [one, other] = await Promise.all([hashPassword(password), hashPassword(password)])
  for (const hash of [one, other]) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/)
  expect(one).not.toBe(other)
})

test('it is the same however its characters are composed, and no other one is', async () => {
  const stored = await hashPassword('Lǐ Xiǎo-hóng 2026')
  expect(await isPassword(stored, 'Lǐ Xiǎo-hóng 2026'.normalize('NFD'))).toBe(true)
  expect(await isPassword(stored, 'Li Xiao-hong 2026')).toBe(false)
})

test.each([null, undefined])('without a stored hash (%s) nothing is the password', async (stored) => {
  expect(await isPassword(stored, 'nobody has this password')).toBe(false)
})
