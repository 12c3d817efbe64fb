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
