import { expect, test } from 'vitest'
import { messagesEn } from '#core/errors/messages.en.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'

test('what the server does not have was erased, or the server is older: an update of the app brings neither', () => {
  const chinese = toChinese({ code: 'SERVER_ADDRESS_UNKNOWN', params: {} })
  expect(chinese).not.toContain('更新软件')
  for (const said of ['可能刚被删除', '重新载入', '请管理员更新服务器']) expect(chinese).toContain(said)
  const english = messagesEn.SERVER_ADDRESS_UNKNOWN({})
  expect(english).not.toContain('update the app')
  expect(english).toContain('administrator to update the server')
})

test('a request that the server does not understand may come from an app older or newer than it', () => {
  const params = { where: 'body.fromOrgId' }
  const chinese = toChinese({ code: 'SERVER_REQUEST_BAD', params })
  for (const said of ['body.fromOrgId', '请先更新软件', '请管理员更新服务器']) expect(chinese).toContain(said)
  const english = messagesEn.SERVER_REQUEST_BAD(params)
  for (const said of ['body.fromOrgId', 'Update the app', 'administrator to update the server'])
    expect(english).toContain(said)
})

test('a task that has all the tokens it may have was changed by nobody: another task helps, not another try', () => {
  const chinese = toChinese({ code: 'TASK_TOKENS_FULL', params: { most: 1000 } })
  expect(chinese).not.toMatch(/刚刚改过|再试/)
  for (const said of ['1000', '令牌', '照常能用', '另发一个采集任务']) expect(chinese).toContain(said)
  const english = messagesEn.TASK_TOKENS_FULL({ most: 1000 })
  for (const said of ['1000 tokens', 'work as before', 'another task']) expect(english).toContain(said)
})

test('why a change was refused is told by what stood against it, in words alone', () => {
  const chinese = (where: string): string => toChinese({ code: 'SERVER_CONFLICT', params: { where } })
  const english = (where: string): string => messagesEn.SERVER_CONFLICT({ where })
  for (const said of ['已经用过', '停用']) expect(chinese('used')).toContain(said)
  for (const said of ['was used', 'close']) expect(english('used')).toContain(said)
  expect(chinese('own account')).toContain('请另一位管理员')
  expect(english('own account')).toContain('Ask another administrator')
  for (const where of ['used', 'own account']) {
    expect(chinese(where)).not.toMatch(/[a-z]|重新载入/)
    expect(english(where)).not.toMatch(/Reload/)
  }
  for (const where of ['id', 'constructor']) {
    expect(chinese(where)).toBe('别处刚刚改过，这次没有覆盖它。请重新载入后再试。')
    expect(english(where)).toBe('This was just changed elsewhere, not overwritten. Reload and try again.')
  }
})

test('a step that is not possible now is told without the names the app has for it', () => {
  const params = { state: 'passed', step: 'ticked' }
  expect(toChinese({ code: 'REVIEW_STEP_REFUSED', params })).not.toMatch(/[a-z→]/)
  expect(messagesEn.REVIEW_STEP_REFUSED(params)).not.toMatch(/passed|ticked|→/)
})

test('what a server did not take is told without the names it has for the parts of a request', () => {
  for (const where of ['signature', 'file', 'recordId', 'missing', 'nonce', 'path', 'server']) {
    for (const code of ['UPLOAD_CLAIM_BAD', 'DEVICE_REQUEST_BAD'] as const) {
      expect(toChinese({ code, params: { where } })).not.toMatch(/[a-z]|（）/i)
      expect(messagesEn[code]({ where })).not.toMatch(/recordId|nonce|\(/)
    }
  }
})
