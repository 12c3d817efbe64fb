import { describe, expect, test } from 'vitest'
import { hintOf } from '#app/shared/form/field-hint.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, tables } = await realCodes()
const fields = bundle.scheme.sheets.find(({ key }) => key === 'basic')?.fields ?? []
const idNumber = fields.find(({ key }) => key === 'idNumber')
const row = { idNumber: '452526197904182627', gender: '2', birthDate: '1979-04-18' }

describe('what the ID number gave', () => {
  test('is said beside it', () => {
    expect(idNumber && hintOf(idNumber, fields, row, tables)).toBe('女性 · 1979年4月18日')
  })

  test('without the code of what has no name yet', () => {
    expect(idNumber && hintOf(idNumber, fields, row, { table: () => undefined })).toBe('1979年4月18日')
  })
})
