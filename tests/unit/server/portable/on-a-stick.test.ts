import { describe, expect, test } from 'vitest'
import { sayListenFailure } from '#server/listen-failure.ts'
import { sayOnStick } from '#server/portable/on-a-stick.ts'
import { readSettings } from '#server/read-settings.ts'
import { openingInWords } from '#server/store/open-failure.ts'

const refused = (code: string) => Object.assign(new Error('listen'), { code })

describe('what a stick says that does not start', () => {
  test.each(['EADDRINUSE', 'EACCES', 'EPERM'])('names its file for a port it cannot have (%s)', (code) => {
    const said = sayListenFailure(refused(code), { host: '127.0.0.1', port: 18_620 }) ?? ''
    expect(said).toContain(code.startsWith('EADDR') ? '已被占用' : '系统不让用')
    expect(sayOnStick(new Error(said))).toMatch(/^.+\n.*“端口\.txt”/)
  })

  test('says of another setting only what is wrong', () => {
    const wrong = 'CAIBAO_LOG 要写 off 或 json，现在是“yes”。'
    expect(() => readSettings({ CAIBAO_LOG: 'yes' })).toThrow(wrong)
    expect(sayOnStick(new Error(wrong))).toBe(wrong)
    expect(sayOnStick(new Error('PORT_FIXED 要写 1'))).toBe('PORT_FIXED 要写 1')
    expect(sayOnStick('raw words')).toBe('raw words')
  })

  const failed = (facts: object) =>
    openingInWords({ dataFolder: 'E:\\数据' }, Promise.reject(Object.assign(new Error('raw words'), facts))).catch(
      (cause: unknown) => cause,
    )

  test.each([
    { code: 'EROFS' },
    { code: 'ENOENT', syscall: 'mkdir' },
    { code: 'EACCES' },
    { code: 'EPERM' },
    { errcode: 8 },
    { errcode: 1544 },
    { errcode: 14 },
  ])('says of a stick that is write-protected what to do with it, and nothing of settings (%j)', async (facts) => {
    const said = sayOnStick(await failed(facts))
    expect(said).toMatch(/^U 盘.*E:\\数据.*写保护开关.*复制到硬盘/)
    expect(said).not.toContain('CAIBAO_DATA')
  })

  test('says of other failures what they are', async () => {
    expect(sayOnStick(await failed({ errcode: 11 }))).toContain('损坏')
    expect(sayOnStick(await failed({ errcode: 5 }))).toContain('占用')
  })
})
