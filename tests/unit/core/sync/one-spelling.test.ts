import * as v from 'valibot'
import { expect, test } from 'vitest'
import { signMessage } from '#core/signed/compact.ts'
import { deviceRequestKind, emptyBody } from '#core/sync/device-request.ts'
import { uploadBatch } from '#core/sync/submissions.ts'
import { uploadClaimKind } from '#core/sync/upload-claim.ts'
import { otherSpelling } from '#tests/support/other-spelling.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'

test('a claim beside a file of a batch has one spelling in each of its parts', async () => {
  const id = '11111111-1111-4111-8111-111111111111'
  const said = { file: 'a'.repeat(64), digest: 'b'.repeat(64), taskId: id, recordId: id, revision: 1 }
  const claim = await signMessage(uploadClaimKind, said, await aSigningKey())
  const isTaken = (text: string): boolean => v.is(uploadBatch.body, { items: [{ file: '{}', claim: text }] })
  expect(isTaken(claim)).toBe(true)
  const parts = claim.split('.')
  const others = parts.flatMap((part, at) => {
    const other = otherSpelling(part)
    return other === undefined ? [] : [parts.with(at, other).join('.')]
  })
  // A signature of 64 bytes always has spare bits.
  expect(others.length).toBeGreaterThan(0)
  expect(others.map(isTaken)).toEqual(others.map(() => false))
})

test('a signed request names server and nonce in one spelling', () => {
  const server = `${'A'.repeat(42)}A`
  const nonce = `${'A'.repeat(21)}A`
  const said = { server, method: 'GET', path: '/api/v1/return-slips', body: emptyBody, time: 1, nonce }
  const isOne = (changes: object): boolean => v.is(deviceRequestKind.schema, { ...said, ...changes })
  expect(isOne({})).toBe(true)
  expect(isOne({ server: otherSpelling(server) })).toBe(false)
  expect(isOne({ nonce: otherSpelling(nonce) })).toBe(false)
})
