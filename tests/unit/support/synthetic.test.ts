import { beforeAll, describe, expect, test } from 'vitest'
import { createRuleEngine, type RuleEngine } from '#core/rules/create-rule-engine.ts'
import { readPack } from '#core/pack/read-pack.ts'
import { readSubmission } from '#core/submission/read-submission.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { faults } from '#tests/support/synthetic/faults.ts'
import { syntheticPeople, syntheticPerson } from '#tests/support/synthetic/person.ts'
import { syntheticPack, syntheticSubmissions } from '#tests/support/synthetic/submissions.ts'
import { aUnit } from '#tests/support/units.ts'

const today = '2026-11-25'
const count = 1000

describe('people who do not exist', () => {
  let engine: RuleEngine

  beforeAll(async () => {
    const { bundle, tables } = await realCodes()
    engine = createRuleEngine(bundle.rules, bundle.scheme, tables)
  })

  test('are the same for the same seed, alone or in a row', () => {
    const people = [...syntheticPeople(20, { seed: 7 })]
    expect(people[19]).toEqual(syntheticPerson(19, { seed: 7 }))
    expect(syntheticPerson(19, { seed: 8 })).not.toEqual(people[19])
  })

  test('break no rule but the one of a rare name, unless they are made with a fault', () => {
    for (const { record } of syntheticPeople(count, { faultShare: 0 })) {
      const found = engine
        .check(record, { today })
        .filter(({ severity, rule }) => severity !== 'info' && rule !== 'B04')
        .map(({ rule, path, message }) => ({ rule, path, message, record }))
      expect(found).toEqual([])
      expect(engine.clean(record).changes).toEqual([])
    }
  })

  test('have the fault that is said, found by its rule', () => {
    const found = new Set<string>()
    for (const { record, fault } of syntheticPeople(count, { faultShare: 1 })) {
      const known = faults.find(({ kind }) => kind === fault)
      const issues = engine.check(record, { today }).filter(({ rule }) => rule === known?.rule)
      expect(
        issues.map(({ severity }) => severity),
        JSON.stringify({ fault, record }),
      ).toContain(known?.severity)
      found.add(fault ?? '')
    }
    expect(found.size).toBe(faults.length)
  })

  test('have faults in fifteen of a hundred and fill all six sheets in some', () => {
    const people = [...syntheticPeople(count)]
    const faulty = people.filter(({ fault }) => fault !== undefined).length
    expect(faulty / count).toBeGreaterThan(0.12)
    expect(faulty / count).toBeLessThan(0.18)
    const isFull = people.some(
      ({ record }) => record.qualifications.length > 0 && record.awards.length > 0 && record.honors.length > 0,
    )
    expect(isFull).toBe(true)
    expect(people.some(({ record }) => /[\u{20000}-\u{3FFFF}]/u.test(record.basic['name'] ?? ''))).toBe(true)
    expect(people.some(({ record }) => /[\u3400-\u4DBF]/u.test(record.basic['name'] ?? ''))).toBe(true)
  })

  test('have ID numbers, mobiles and ids of their own', () => {
    const people = [...syntheticPeople(10_000, { faultShare: 0 })]
    for (const key of ['idNumber', 'mobile', 'email']) {
      expect(new Set(people.map(({ record }) => record.basic[key])).size).toBe(people.length)
    }
    expect(new Set(people.map(({ record }) => record.id)).size).toBe(people.length)
  })

  test('have ID numbers that begin with a division of Guangxi, of today or of then', async () => {
    const { tables } = await realCodes()
    const [now, then] = ['divisions_current', 'divisions_historic'].map((id) => tables.table(id))
    const prefixes = [...syntheticPeople(count)].map(({ record }) => (record.basic['idNumber'] ?? '').slice(0, 6))
    expect(prefixes.filter((code) => !/^45\d{4}$/.test(code))).toEqual([])
    expect(prefixes.filter((code) => !now?.has(code) && !then?.has(code))).toEqual([])
    expect(prefixes.some((code) => !now?.has(code))).toBe(true)
  })

  test('hand in files that are read back, and stand in a pack', async () => {
    for await (const { text, digest } of syntheticSubmissions(20)) {
      const read = await readSubmission(text)
      expect(read.ok && read.value.digest).toBe(digest)
    }
    const { stream } = await syntheticPack(10, { unit: aUnit, key: await aSigningKey() })
    const manifest = await readPack(stream)
    expect(manifest.ok && manifest.value.content.count).toBe(10)
  })
})
