import { describe, expect, test } from 'vitest'
import { names } from '#house/portable/texts.ts'
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
    expect(said).toMatch(/^U 盘.*没有写的权限.*E:\\数据.*写保护开关.*复制到自己的文件夹/)
    expect(said).not.toContain('CAIBAO_DATA')
  })

  test.each([{ errcode: 11 }, { errcode: 267 }, { errcode: 26 }, { code: 'EEXIST' }, { code: 'ENOTDIR' }])(
    'says of data that are damaged which folder to put aside, and nothing of settings (%j)',
    async (facts) => {
      const said = sayOnStick(await failed(facts))
      expect(said).toContain(`“${names.data}”坏了（E:\\数据）。请把它改名留着（不要删），再启动`)
      expect(said).toMatch(/草稿在浏览器里，不受影响.*从备份恢复/)
      expect(said).not.toMatch(/CAIBAO_DATA|docs/)
    },
  )

  test('says nothing of a stick where the data lie in PostgreSQL', async () => {
    const databaseUrl = 'postgres://x@y/z?sslmode=verify-full&sslrootcert=/ca.pem'
    const cause = Object.assign(new Error('raw words'), { code: 'EACCES', syscall: 'open', path: '/ca.pem' })
    const told = await openingInWords({ dataFolder: '', databaseUrl }, Promise.reject(cause)).catch(sayOnStick)
    expect(told).toMatch(/sslrootcert/)
    expect(told).not.toContain('U 盘')
  })

  test('says of other failures what they are', async () => {
    expect(sayOnStick(await failed({ errcode: 5 }))).toContain('占用')
    expect(sayOnStick(await failed({ errcode: 13 }))).toMatch(/^数据文件夹 E:\\数据 所在的磁盘满了.*再启动。$/)
  })
})
