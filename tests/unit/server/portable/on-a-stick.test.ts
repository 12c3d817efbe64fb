import { describe, expect, test } from 'vitest'
import { sayListenFailure } from '#server/listen-failure.ts'
import { sayOnStick } from '#server/portable/on-a-stick.ts'
import { readSettings } from '#server/read-settings.ts'

const refused = (code: string) => Object.assign(new Error('listen'), { code })

describe('what a stick says that does not start', () => {
  test.each(['EADDRINUSE', 'EACCES', 'EPERM'])('names its file for a port it cannot have (%s)', (code) => {
    const said = sayListenFailure(refused(code), { host: '127.0.0.1', port: 18_620 }) ?? ''
    expect(said).toContain(code.startsWith('EADDR') ? '已被占用' : '系统不让用')
    expect(sayOnStick(said)).toMatch(/^.+\n.*“端口\.txt”/)
  })

  test('says of another setting only what is wrong', () => {
    const wrong = 'CAIBAO_LOG 要写 off 或 json，现在是“yes”。'
    expect(() => readSettings({ CAIBAO_LOG: 'yes' })).toThrow(wrong)
    expect(sayOnStick(wrong)).toBe(wrong)
    expect(sayOnStick('PORT_FIXED 要写 1')).toBe('PORT_FIXED 要写 1')
  })
})
