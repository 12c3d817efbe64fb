import { expect, test } from 'vitest'
import { proofOfCopy } from '#core/backup/proof-of-copy.ts'

const draft = { revision: 5, inFile: undefined, handedIn: undefined, isDelivered: false }

test.each([
  { facts: draft, proof: 'none' },
  { facts: { ...draft, inFile: 4 }, proof: 'none' },
  { facts: { ...draft, inFile: 5 }, proof: 'file' },
  { facts: { ...draft, handedIn: 5 }, proof: 'none' },
  { facts: { ...draft, handedIn: 5, isDelivered: true }, proof: 'unit' },
  { facts: { ...draft, handedIn: 4, isDelivered: true }, proof: 'none' },
])('$facts is proven by $proof', ({ facts, proof }) => {
  expect(proofOfCopy(facts)).toBe(proof)
})
