import { describe, expect, test } from 'vitest'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { exampleRecord } from '#tests/support/rule-examples.ts'

const { bundle, tables } = await realCodes()
const engine = createRuleEngine(bundle.rules, bundle.scheme, tables)

describe('an award signed by several bodies, with gaps between them as on the certificate', () => {
  test.each([
    ['广西壮族自治区教育厅 广西教育学会', '广西壮族自治区教育厅、广西教育学会', ['warning A05']],
    ['广西壮族自治区教育厅\n广西教育学会', '广西壮族自治区教育厅、广西教育学会', ['warning A05']],
    ['广西壮族自治区教育厅\u3000 \u200B广西教育学会 ', '广西壮族自治区教育厅、广西教育学会', ['warning A05']],
    ['水利部 中国水利学会', '水利部、中国水利学会', ['warning A05']],
    ['南宁市人民政府 南宁市教育局', '南宁市人民政府、南宁市教育局', ['warning A05']],
    ['自治区教育厅 自治区人事厅', '自治区教育厅、自治区人事厅', []],
    ['自治区教育厅 与 广西教育学会', '自治区教育厅与广西教育学会', ['warning A05']],
    ['自治区教育厅与广西教育学会', '自治区教育厅与广西教育学会', ['warning A05']],
    ['八桂英才评审组 中国教育学会', '八桂英才评审组、中国教育学会', ['warning A12']],
    ['中国教育学会 《中学语文教学》杂志社', '中国教育学会、《中学语文教学》杂志社', ['error A04']],
    // A gap inside one name joins nothing.
    ['教 育 部', '教育部', []],
    ['广西壮族自治区 教育厅', '广西壮族自治区教育厅', []],
    ['南宁市 教育局', '南宁市教育局', ['error A02']],
    ['人力资源和\n社会保障部', '人力资源和社会保障部', []],
  ])('%j becomes %s', (written, cleaned, issues) => {
    const award = { seq: '1', awardName: '教学成果奖', awardLevel: '3', awardYear: '2009', awardingBody: written }
    // As the form, a table and the command line do it.
    const { record } = engine.clean(exampleRecord({ awards: [award] }))
    const found = engine.check(record, { today: '2012-06-01' }).filter(({ path }) => path === 'awards[0].awardingBody')
    expect(record.awards[0]?.['awardingBody']).toBe(cleaned)
    expect(found.map(({ rule, severity }) => `${severity} ${rule}`)).toEqual(issues)
  })
})

describe('what was pasted from a table or a page', () => {
  test.each([
    ['教学\t成果奖', '教学成果奖'],
    ['教学\u202E成果奖\u0007', '教学成果奖'],
    ['Best\tPaper', 'Best Paper'],
    ['教学 成果奖', '教学 成果奖'],
  ])('%j becomes %j in any text', (written, cleaned) => {
    const basic = { address: written, currentSpecialty: written }
    const { record } = engine.clean(exampleRecord({ basic, awards: [{ seq: '1', awardName: written }] }))
    expect(record.basic).toMatchObject({ address: cleaned, currentSpecialty: cleaned })
    expect(record.awards[0]?.['awardName']).toBe(cleaned)
    expect(engine.clean(record).changes).toEqual([])
  })
})

describe('a name that was cleaned', () => {
  test.each([
    ['name', '阿依努尔。买买提', '阿依努尔·买买提'],
    ['name', '阿依努尔● 买买提', '阿依努尔·买买提'],
    ['name', 'J. Smith', 'J. Smith'],
    ['employer', 'ABC (China) Co., Ltd 南宁分公司(筹)', 'ABC（China）Co., Ltd南宁分公司（筹）'],
  ])('of the field %s, %j, is not cleaned again', (field, written, cleaned) => {
    const { record } = engine.clean(exampleRecord({ basic: { [field]: written } }))
    expect(record.basic[field]).toBe(cleaned)
    expect(engine.clean(record).changes).toEqual([])
  })
})

describe('a telephone number that was cleaned', () => {
  test.each([
    ['landline', '（０７７１） ５８８１２３４', '0771-5881234'],
    ['landline', '0771－588 1234', '0771-5881234'],
    ['landline', '0086-771-5881234', '0771-5881234'],
    ['mobile', '＋８６　１３８ ００１３ ８０００', '13800138000'],
    ['mobile', '+86 138-0013-8000', '13800138000'],
  ])('of the field %s, %j, is refused no more', (field, written, cleaned) => {
    const { record } = engine.clean(exampleRecord({ basic: { [field]: written } }))
    expect(record.basic[field]).toBe(cleaned)
    const said = engine.check(record, { today: '2026-11-30' }).filter(({ rule }) => /^B5[0-26]$/.test(rule))
    expect(said).toEqual([])
    expect(engine.clean(record).changes).toEqual([])
  })
})
