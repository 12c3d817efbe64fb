import { describe, expect, test } from 'vitest'
import { fileKindOf } from '#core/submission/file-kind.ts'

describe('fileKindOf', () => {
  test.each([
    ['submission/1', 'submission'],
    ['sealed-submission/1', 'sealedSubmission'],
    ['task/9', 'task'],
    ['return-slip/1', 'returnSlip'],
    ['backup/1', 'backup'],
    ['sealed-backup/1', 'backup'],
    ['unit-backup/2', 'unitBackup'],
    ['unit-key/1', 'unitKey'],
    ['receipt/1', 'receipt'],
    ['rescue/1', 'rescue'],
    ['something/1', 'unknown'],
  ])('tells %s', (caibao, kind) => {
    expect(fileKindOf(JSON.stringify({ caibao }))).toEqual({ ok: true, value: kind })
  })

  test('tells a rescue file of the first version, which does not say what it is', () => {
    expect(fileKindOf(JSON.stringify({ record: { basic: {} }, savedAt: 1 }))).toEqual({ ok: true, value: 'rescue' })
    expect(fileKindOf(JSON.stringify({ record: [], savedAt: 1 }))).toEqual({ ok: true, value: 'unknown' })
  })

  test('does not know other JSON, and refuses what is none', () => {
    expect(fileKindOf('[]')).toEqual({ ok: true, value: 'unknown' })
    expect(fileKindOf('PK\u0003').ok).toBe(false)
  })
})
