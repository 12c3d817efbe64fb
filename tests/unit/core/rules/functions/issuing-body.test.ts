import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isSocialOnly, otherProvince, personnelBody } from '#core/rules/functions/issuing-body.ts'

describe('the personnel body of a certificate', () => {
  test.each([
    ['人力资源和社会保障部', 'national'],
    ['中华人民共和国人事部', 'national'],
    ['人力资源社会保障部、住房和城乡建设部', 'national'],
    ['建设部、人事部', 'national'],
    ['中华人民共和国住房和城乡建设部 中华人民共和国人力资源和社会保障部', 'national'],
    ['住房和城乡建设部和人力资源和社会保障部', 'national'],
    ['建设部\n人事部', 'national'],
    ['国家税务总局、人事部', 'national'],
    ['国家计委、人事部', 'national'],
    ['中国石化集团 人事部', 'city'],
    ['铁道部、中国铁路总公司 人事部', 'city'],
    ['中国石化集团公司党委组织部、人事部', 'city'],
    ['中国石化集团 国家人事部', 'national'],
    ['广东省 广州市人事局', 'province'],
    ['广西壮族自治区\n人事厅', 'guangxi'],
    ['广西壮族自治区建设厅、人事厅', 'guangxi'],
    ['广西壮族自治区人事厅、南宁市人事局', 'guangxi'],
    ['广东省建设厅、人事厅', 'province'],
    ['南宁市建设局、人事局', 'city'],
    ['广西壮族自治区人力资源和社会保障厅', 'guangxi'],
    ['广西壮族自治区人事厅', 'guangxi'],
    ['广西人社厅', 'guangxi'],
    ['自治区职称改革工作领导小组', 'guangxi'],
    ['广东省人力资源和社会保障厅', 'province'],
    ['北京市人事局', 'province'],
    ['南宁市人事局', 'city'],
    ['广西壮族自治区南宁市人力资源和社会保障局', 'city'],
    ['合浦县职改办', 'city'],
    ['司法部', ''],
    ['广西壮族自治区教育厅', ''],
    ['', ''],
  ])('%s is of the level “%s”', (text, level) => {
    expect(personnelBody(text)).toBe(level)
  })
})

describe('another province', () => {
  test('is named at the start, Guangxi is not one', () => {
    expect(otherProvince('湖南省职称改革工作领导小组')).toBe('湖南')
    expect(otherProvince('广西壮族自治区人事厅')).toBe('')
    expect(otherProvince('中国湖南商会')).toBe('')
  })
})

describe('bodies that may not issue certificates', () => {
  test('are associations, training centres, companies and schools among themselves', () => {
    expect(isSocialOnly('广西建设职业培训中心')).toBe(true)
    expect(isSocialOnly('中国建筑业协会、广西大学')).toBe(true)
    expect(isSocialOnly('南宁市某某有限公司')).toBe(true)
  })

  test('may sign together with a personnel body or a ministry', () => {
    expect(isSocialOnly('广西壮族自治区人事厅、广西建筑业协会')).toBe(false)
    expect(isSocialOnly('财政部、中国注册会计师协会')).toBe(false)
    expect(isSocialOnly('')).toBe(false)
  })

  test('are never personnel bodies, whatever the text', () => {
    const part = fc.constantFrom('人事厅', '人社', '广西', '协会', '大学', '、', '湖南', '市')
    const anyText = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(part).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(anyText, (text) => {
        expect(isSocialOnly(text) && personnelBody(text) !== '').toBe(false)
      }),
    )
  })
})
