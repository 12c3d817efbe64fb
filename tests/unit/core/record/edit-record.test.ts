import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { applyEdit, applyEdits } from '#core/record/edit-record.ts'
import { recordSchema } from '#core/record/record-schema.ts'
import { aPerson } from '#tests/support/people.ts'

const person = aPerson({ awards: [{ awardName: '甲' }, { awardName: '乙' }, { awardName: '丙' }] })
const names = (record: typeof person) => record.awards.map((row) => row['awardName'])

describe('an edit', () => {
  test('sets a value without changing the record it was given', () => {
    const next = applyEdit(person, { kind: 'set', sheet: 'basic', row: 0, field: 'name', value: '李四' })
    expect(next.basic['name']).toBe('李四')
    expect(person.basic['name']).toBe('韦晓𬱖')
  })

  test('never makes a record that cannot be read again', () => {
    const edit = { kind: 'set', sheet: 'basic', row: 0, field: 'employer' } as const
    for (const value of ['学'.repeat(20_000), `${'a'.repeat(1999)}𬱖`, '韦\uD873', '\uDC71莉']) {
      const next = applyEdit(person, { ...edit, value })
      expect(v.is(recordSchema, next)).toBe(true)
    }
    expect(applyEdit(person, { ...edit, value: '韦\uD873莉' }).basic['employer']).toBe('韦莉')
  })

  test('adds no row beyond those a record may have when it is read again', () => {
    const full = aPerson({ awards: Array.from({ length: 200 }, (_, at) => ({ awardName: String(at) })) })
    const edit = { kind: 'addRow', sheet: 'awards', values: { awardName: '甲' } } as const
    for (const at of [0, 100, 200]) expect(applyEdit(full, { ...edit, at })).toBe(full)
    const shorter = applyEdit(full, { kind: 'removeRow', sheet: 'awards', row: 0 })
    expect(v.is(recordSchema, applyEdit(shorter, { ...edit, at: 0 }))).toBe(true)
  })

  test('with an empty value leaves the field absent', () => {
    const next = applyEdit(person, { kind: 'set', sheet: 'basic', row: 0, field: 'email', value: '' })
    expect('email' in next.basic).toBe(false)
  })

  test('adds, moves and removes rows', () => {
    expect(names(applyEdit(person, { kind: 'addRow', sheet: 'awards', at: 1, values: { awardName: '新' } }))).toEqual([
      '甲',
      '新',
      '乙',
      '丙',
    ])
    expect(names(applyEdit(person, { kind: 'moveRow', sheet: 'awards', from: 0, to: 2 }))).toEqual(['乙', '丙', '甲'])
    expect(names(applyEdit(person, { kind: 'moveRow', sheet: 'awards', from: 2, to: 0 }))).toEqual(['丙', '甲', '乙'])
    expect(names(applyEdit(person, { kind: 'removeRow', sheet: 'awards', row: 1 }))).toEqual(['甲', '丙'])
  })

  test('of one of two rows that were copied leaves the other', () => {
    const values = { awardName: '甲' }
    const twice = aPerson({ awards: [values, values] })
    expect(names(applyEdit(twice, { kind: 'set', sheet: 'awards', row: 1, field: 'awardName', value: '乙' }))).toEqual([
      '甲',
      '乙',
    ])
  })

  test('that says what stands is none: there is nothing to save or to take back', () => {
    const edits = [
      { kind: 'set', sheet: 'basic', row: 0, field: 'name', value: '韦晓𬱖' },
      { kind: 'set', sheet: 'basic', row: 0, field: 'formerName', value: '' },
      { kind: 'set', sheet: 'awards', row: 1, field: 'awardName', value: '乙' },
      { kind: 'moveRow', sheet: 'awards', from: 1, to: 1 },
    ] as const
    for (const edit of edits) expect(applyEdit(person, edit)).toBe(person)
  })

  test('of something absent changes nothing', () => {
    expect(
      applyEdits(person, [
        { kind: 'set', sheet: 'nowhere', row: 0, field: 'x', value: '1' },
        { kind: 'set', sheet: 'awards', row: 9, field: 'awardName', value: '1' },
        { kind: 'moveRow', sheet: 'awards', from: 9, to: 0 },
        { kind: 'removeRow', sheet: 'awards', row: 9 },
        { kind: 'removeRow', sheet: 'basic', row: 0 },
      ]),
    ).toBe(person)
  })
})
