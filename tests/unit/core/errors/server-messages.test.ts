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
