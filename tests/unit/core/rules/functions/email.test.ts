import { describe, expect, test } from 'vitest'
import { isEmail, repairEmail } from '#core/rules/functions/email.ts'

describe('mail address', () => {
  test('is accepted with dots, plus signs and long domains', () => {
    expect(['huang.li+gx@mail.gxnu.edu.cn', '12345@qq.com', 'a_b-c@x-y.gov.cn'].map(isEmail)).toEqual([
      true,
      true,
      true,
    ])
  })

  test('is refused without a domain, with spaces, two dots or a well-known slip', () => {
    expect(['huang', 'a@b', 'a b@qq.com', 'a@qq..com', 'a@163.con', 'a@qq.com.', ''].map(isEmail)).toEqual([
      false,
      false,
      false,
      false,
      false,
      false,
      false,
    ])
  })

  test('is repaired where the meaning is plain', () => {
    expect(['a@163.con', 'a＠qq。com', 'a@qq,com', 'a @qq.com', 'a@gx.cn.', 'a@qq..com'].map(repairEmail)).toEqual([
      'a@163.com',
      'a@qq.com',
      'a@qq.com',
      'a@qq.com',
      'a@gx.cn',
      'a@qq.com',
    ])
  })

  test('stays alone when it is right or hopeless', () => {
    expect(['a@qq.com', 'huang', ''].map(repairEmail)).toEqual(['', '', ''])
  })
})
