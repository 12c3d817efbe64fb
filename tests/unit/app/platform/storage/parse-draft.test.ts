import { describe, expect, test } from 'vitest'
import { isSameState } from '#app/platform/storage/parse-draft.ts'
import { aPerson } from '#tests/support/people.ts'

const none = { confirmations: [], declarations: {} }

describe('two states of a draft', () => {
  test('are the same in whatever order their sheets stand', () => {
    const record = aPerson({ basic: { name: '韦晓莉' } })
    const { titles, ...rest } = record
    expect(isSameState({ ...none, record }, { ...none, record: { titles, ...rest } })).toBe(true)
  })

  test('differ by a value, by a reason and by an answer', () => {
    const record = aPerson({ basic: { name: '韦晓莉' } })
    const other = { ...record, basic: { name: '韦小莉' } }
    const reason = { rule: 'T01', path: 'basic.name', message: '', reason: '是' }
    expect(isSameState({ ...none, record }, { ...none, record: other })).toBe(false)
    expect(isSameState({ ...none, record }, { ...none, record, confirmations: [reason] })).toBe(false)
    expect(isSameState({ ...none, record }, { ...none, record, declarations: { retired: 'yes' } })).toBe(false)
  })
})
