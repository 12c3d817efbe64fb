import { expect, test } from 'vitest'
import { messagesEn } from '#core/errors/messages.en.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'

test('a request that the server does not understand may come from an app older or newer than it', () => {
  const params = { where: 'body.fromOrgId' }
  const chinese = toChinese({ code: 'SERVER_REQUEST_BAD', params })
  for (const said of ['body.fromOrgId', '请先更新软件', '请管理员更新服务器']) expect(chinese).toContain(said)
  const english = messagesEn.SERVER_REQUEST_BAD(params)
  for (const said of ['body.fromOrgId', 'Update the app', 'administrator to update the server'])
    expect(english).toContain(said)
})
