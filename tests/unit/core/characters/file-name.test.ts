import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { harmlessFileName } from '#core/characters/file-name.ts'

describe('a file name made of what somebody wrote', () => {
  test('stays as it is when it is harmless, rare characters and what picks their shape included', () => {
    const names = [
      '张三_退回单_r2.rtn',
      '\u{20BB7}\u{2CC56}_上报凭证.json',
      '葛\u{E0100}_采集表.pdf',
      'Guest People_2026.xlsx',
    ]
    expect(names.map(harmlessFileName)).toEqual(names)
  })

  test.each([
    ['leads into no folder', '../../etc/passwd_退回单_r1.rtn', 'etcpasswd_退回单_r1.rtn'],
    ['leads into no folder of Windows', String.raw`C:\Users\x_退回单_r1.rtn`, 'CUsersx_退回单_r1.rtn'],
    ['has nothing that Windows refuses', '<张>:"三"|?*_退回单_r1.rtn', '张三_退回单_r1.rtn'],
    ['does not run backwards', '张\u202Entr.exe\u2066_退回单_r1.rtn', '张ntr.exe_退回单_r1.rtn'],
    ['has no control character and no line end', '张\0三\r\n\u2028\u0085_退回单_r1.rtn', '张三_退回单_r1.rtn'],
    ['has no half of a character', '张\uD842三\uDFB7_退回单_r1.rtn', '张三_退回单_r1.rtn'],
    ['is not hidden', ' ..张三_退回单_r1.rtn', '张三_退回单_r1.rtn'],
    ['ends in no dot and no blank', '张三_退回单. . ', '张三_退回单'],
    [
      'does not push its ending out of sight',
      `张三${' \u3000'.repeat(99)}.exe_退回单_r1.rtn`,
      '张三 .exe_退回单_r1.rtn',
    ],
    ['is no device of Windows', 'CON', '_CON'],
    ['is no device of Windows before its first dot', 'nul.张_退回单_r1.rtn', '_nul.张_退回单_r1.rtn'],
    ['is no port of Windows', 'LPT¹ .rtn', '_LPT¹ .rtn'],
    ['is no device that comes out when the rest goes', '.\u202EA?UX.rtn', '_AUX.rtn'],
    ['is never empty', '\u202E./', '未命名'],
  ])('%s', (_, name, harmless) => {
    expect(harmlessFileName(name)).toBe(harmless)
  })

  test('names that only look like devices stay', () => {
    expect(['CONNIE.rtn', 'CON_退回单.rtn', 'com10.rtn'].map(harmlessFileName)).toEqual([
      'CONNIE.rtn',
      'CON_退回单.rtn',
      'com10.rtn',
    ])
  })

  test('a long one is cut in the middle, between whole characters: what it is, and its ending, stay', () => {
    const cut = harmlessFileName(`${'\u{20BB7}'.repeat(200)}_退回单_r12.rtn`)
    expect(cut).toBe(`${'\u{20BB7}'.repeat(28)}…${'\u{20BB7}'.repeat(16)}_退回单_r12.rtn`)
  })

  test('whatever it is made of, every disk takes it, and it is harmless for good', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (name) => {
        const harmless = harmlessFileName(`${name}_退回单_r1.rtn`)
        expect(harmless).toMatch(/^[^\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]*_退回单_r1\.rtn$/u)
        expect(harmless).not.toMatch(/^[.\s]/)
        expect(new TextEncoder().encode(harmless).length).toBeLessThanOrEqual(240)
        expect(harmlessFileName(harmless)).toBe(harmless)
      }),
    )
  })
})
