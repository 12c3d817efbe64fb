import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { TableLookup } from '#core/codes/table-lookup.ts'
import { ruleFunctions } from '#core/rules/functions/library.ts'

const noTables: TableLookup = { table: () => undefined }
const jsTypeByResult: Readonly<Record<string, string>> = { string: 'string', int: 'number', bool: 'boolean' }

interface Signature {
  readonly name: string
  readonly parameters: readonly string[]
  readonly result: string
}

function readSignature(text: string): Signature {
  const [, name = '', parameters = '', result = ''] = /^(\w+)\(([^)]*)\): (\w+)$/.exec(text) ?? []
  return { name, parameters: parameters.split(', '), result }
}

const anything = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.stringMatching(/^\d{4}-\d{2}(-\d{2})?$/),
  fc.stringMatching(/^\d{15}(\d{2}[\dX])?$/),
  fc.constantFrom('', '__proto__', 'constructor', '1', '2'),
)
const argument = (type: string): fc.Arbitrary<string | number> => (type === 'int' ? fc.integer() : anything)

describe('library of rule functions', () => {
  test('names every function once', () => {
    const names = ruleFunctions.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeGreaterThan(40)
  })

  test.each(ruleFunctions.map((rule) => [rule.name, rule] as const))(
    'answers on anything with what it says: %s',
    (name, rule) => {
      const signature = readSignature(rule.signature)
      expect(signature.name).toBe(name)
      expect(rule.about).toMatch(/。$/)
      const run = rule.bind(noTables)
      fc.assert(
        fc.property(fc.tuple(...signature.parameters.map(argument)), (given) => {
          const answer: unknown = Reflect.apply(run, undefined, given)
          expect(typeof answer).toBe(jsTypeByResult[signature.result])
          expect(signature.result !== 'int' || Number.isSafeInteger(answer)).toBe(true)
        }),
      )
    },
  )
})
