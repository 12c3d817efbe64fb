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
    ['something/1', 'unknown'],
  ])('tells %s', (caibao, kind) => {
    expect(fileKindOf(JSON.stringify({ caibao }))).toEqual({ ok: true, value: kind })
  })

  test('does not know other JSON, and refuses what is none', () => {
    expect(fileKindOf('[]')).toEqual({ ok: true, value: 'unknown' })
    expect(fileKindOf('PK\u0003').ok).toBe(false)
  })
})
