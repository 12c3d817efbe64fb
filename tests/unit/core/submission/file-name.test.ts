import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { submissionFileName } from '#core/submission/file-name.ts'

const parts = { name: '张三', idNumber: '450103198001011234', on: '2026-11-23', revision: 2 }

describe('the name of a submission file', () => {
  test('tells person, day and revision, with the ID number masked', () => {
    expect(submissionFileName(parts)).toBe('张三_450103…1234_20261123_r2.rpu')
  })

  test('never gives the birth date in the ID number away', () => {
    expect(submissionFileName(parts)).not.toContain('19800101')
  })

  test('is fit for Windows whatever the name holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(submissionFileName({ ...parts, name })).toMatch(
          /^[^\\/:*?"<>|\p{Cc}\p{Cf}]+_450103…1234_20261123_r2\.rpu$/u,
        )
      }),
    )
  })

  test('is hidden nowhere and is no device of Windows', () => {
    expect(submissionFileName({ ...parts, name: '..张三' })).toBe('张三_450103…1234_20261123_r2.rpu')
    expect(submissionFileName({ ...parts, name: 'Con.x' })).toBe('_Con.x_450103…1234_20261123_r2.rpu')
  })

  test('holds rare characters whole, also where a long name or a number is cut', () => {
    expect(submissionFileName({ ...parts, name: '\u{20BB7}\u{2CC56}' })).toMatch(/^\u{20BB7}\u{2CC56}_450103/u)
    const cut = submissionFileName({
      ...parts,
      name: `x${'\u{2CEB0}'.repeat(40)}`,
      idNumber: `1${'\u{20BB7}'.repeat(12)}`,
    })
    expect(cut).toBe(`x${'\u{2CEB0}'.repeat(29)}_1${'\u{20BB7}'.repeat(5)}…${'\u{20BB7}'.repeat(4)}_20261123_r2.rpu`)
  })
})
