import { expect, test } from 'vitest'
import { messagesEn } from '#core/errors/messages.en.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'
import { codeIn, nameIn, wrongEntry } from '#core/sync/staff-entries.ts'

const code = '7K2M-9QXT-4HWE-8RBN-3CVF-6DYP'
const sound = { code, displayName: '黄管理', loginName: 'huang', password: '山路十八弯水路九连环' }

test('a code is taken out of whatever it was pasted with', () => {
  const link = `https://caibao.test/admin/invitation#${code}`
  for (const typed of [code, ` ${code}\n`, link, `${link} `, `邀请链接： ${link} 请尽快`, `#${code}`])
    expect(codeIn(typed)).toBe(code)
})

test('what the server takes is let through, and what is not asked for is not missed', () => {
  expect(wrongEntry(sound)).toBeUndefined()
  expect(wrongEntry({ code, password: sound.password })).toBeUndefined()
  for (const loginName of ['张三', 'zhang.san_2-x@gxu.edu.cn', '覃𬱖'])
    expect(wrongEntry({ loginName }), loginName).toBeUndefined()
  expect(wrongEntry({ displayName: nameIn(' Jose\u0301 ') })).toBeUndefined()
})

test.each([
  ['loginName', ['张 三', 'zhang san', '张三（市局）', '', 'a'.repeat(65), '阿依古丽·买买提']],
  ['displayName', ['', '黄\u200B管理', '字'.repeat(61), '黄\u2028管理']],
  ['password', ['短', 'x'.repeat(257)]],
  ['code', ['', `https://caibao.test/admin/invitation/${'x'.repeat(40)}`]],
] as const)('of %s what the server would refuse is told by its name, with what is allowed', (entry, refused) => {
  for (const text of refused)
    expect(wrongEntry({ ...sound, [entry]: text }), text).toEqual({ code: 'STAFF_ENTRY_BAD', params: { entry } })
  const chinese = toChinese({ code: 'STAFF_ENTRY_BAD', params: { entry } })
  expect(chinese).not.toMatch(/更新|版本|body|单位没有建立/)
  expect(chinese).toMatch(/^.*请.*什么也没有提交。$/)
  expect(messagesEn.STAFF_ENTRY_BAD({ entry })).toMatch(/Nothing was sent\.$/)
})
