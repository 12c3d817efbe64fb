import { exportJWK, generateKeyPair } from 'jose'
import * as v from 'valibot'
import { publicJwkSchema } from '#core/submission/submission.ts'
import type { ReturnSlipContent } from '#core/return-slip/return-slip.ts'
import type { TaskContent } from '#core/task/task.ts'
import type { OpeningKey, Unit, UnitKeys } from '#core/unit/unit.ts'
import { aSigningKey } from './signing-keys.ts'

/** The school of the teacher in `people.ts`. */
export const aUnit: Unit = {
  name: '北流市第一中学',
  orgCode: '12450981498811223X',
  division: '450981',
  level: 'unit',
  parent: { name: '北流市教育局', orgCode: '11450981007712345A' },
}

/** The unit above it. */
export const aBureau: Unit = {
  name: '北流市教育局',
  orgCode: '11450981007712345A',
  division: '450981',
  level: 'department',
}

/** A P-256 key that submissions are sealed to. */
export async function anOpeningKey(): Promise<OpeningKey> {
  const { privateKey, publicKey } = await generateKeyPair('ECDH-ES+A256KW', { extractable: true })
  const { kty, crv, x, y } = await exportJWK(publicKey)
  return { privateKey, publicJwk: v.parse(publicJwkSchema, { kty, crv, x, y }) }
}

/** Both key pairs of a unit. */
export async function someUnitKeys(): Promise<UnitKeys> {
  return { signing: await aSigningKey(), opening: await anOpeningKey() }
}

/** What a task says. */
export function aTaskContent(changes: Partial<TaskContent> = {}): TaskContent {
  return {
    id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    unit: aUnit,
    scheme: { id: 'gx-zyjs', version: '2012.1' },
    deadline: '2099-12-31',
    issuedAt: '2026-11-20T01:00:00.000Z',
    ...changes,
  }
}

/** What a return slip says of a submission. */
export function aReturnSlipContent(changes: Partial<ReturnSlipContent> = {}): ReturnSlipContent {
  return {
    id: '9b2d7f6e-1c7e-4e0b-8d9c-2f1a3b4c5d6e',
    submissionDigest: 'b'.repeat(64),
    recordId: '0f8fad5b-d9cb-469f-a165-70867728950e',
    revision: 1,
    comments: [
      { path: 'basic.mobile', reason: 'differs', text: '与登记表上的号码不一样。' },
      { path: 'education[0].major', reason: 'unclear', text: '' },
    ],
    unit: aUnit,
    returnedAt: '2026-11-24T03:00:00.000Z',
    ...changes,
  }
}
