import { expect, test } from 'vitest'
import { proofOfCopy } from '#core/backup/proof-of-copy.ts'

const draft = { revision: 5, inFile: undefined, inFolder: undefined, onServer: undefined }

test.each([
  { facts: draft, proof: 'none' },
  { facts: { ...draft, inFile: 4 }, proof: 'none' },
  { facts: { ...draft, inFile: 5 }, proof: 'file' },
  { facts: { ...draft, inFolder: 4 }, proof: 'none' },
  { facts: { ...draft, inFolder: 5 }, proof: 'folder' },
  { facts: { ...draft, inFile: 4, inFolder: 5, onServer: 5 }, proof: 'folder' },
  { facts: { ...draft, onServer: 4 }, proof: 'none' },
  { facts: { ...draft, onServer: 5 }, proof: 'unit' },
])('$facts is proven by $proof', ({ facts, proof }) => {
  expect(proofOfCopy(facts)).toBe(proof)
})
