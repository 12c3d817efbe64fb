import { describe, expect, test } from 'vitest'
import { isAmong, parsePath } from '#core/record/field-path.ts'
import { aPerson } from '#tests/support/people.ts'
import { checklistPlaces, focusPoints } from '#core/review/checklist-places.ts'
import { type ChecklistItem, checklistItems } from '#core/review/review-event.ts'
import type { Issue } from '#core/rules/issue.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle } = await realCodes()
const { sheets } = bundle.scheme

test('every point of the checklist names places the scheme has', () => {
  const fieldNames = sheets.flatMap((sheet) => sheet.fields.map(({ key }) => `${sheet.key}.${key}`))
  const known = new Set([...sheets.map(({ key }) => key), ...fieldNames])
  const unknown = checklistItems.flatMap((item) => checklistPlaces[item].filter((place) => !known.has(place)))
  expect(unknown).toEqual([])
})

test('a field is among its sheet, its row and itself, and nothing else', () => {
  const at = { sheet: 'titles', row: 1, field: 'issueDate' }
  for (const place of ['titles', 'titles[1]', 'titles[1].issueDate']) expect(isAmong([place], at)).toBe(true)
  for (const place of ['title', 'titles[0]', 'titles[1].titleLevel', 'titles.issueDate'])
    expect(isAmong([place], at)).toBe(false)
  expect(isAmong(['basic.name'], { sheet: 'basic', row: 0, field: 'name' })).toBe(true)
  expect(parsePath('basic.name')).toBeDefined()
})

// By hand, from the FAQ: what the unit compares with the originals, and where it stands in the record (S3-3).
const asked: Readonly<Record<ChecklistItem, readonly string[]>> = {
  originals: ['姓名', '身份证号', '性别', '出生日期', '专业技术资格信息', '职业资格证书'],
  currentPost: ['现专业技术职务', '现从事何种专业技术工作', '开始从事专业技术工作时间'],
  phone: ['固定电话', '手机号码'],
  email: ['电子邮箱'],
  identityNature: ['个人身份性质'],
  education: ['学历学位情况'],
  titleLogic: ['专业技术资格信息'],
  awardScope: ['奖励情况'],
  honors: ['荣誉称号'],
}

test.each(checklistItems)('the point %s is bound to what it speaks of', (item) => {
  const nameOf = (place: string): string | undefined => {
    const [sheetKey, fieldKey] = place.split('.')
    const sheet = sheets.find(({ key }) => key === sheetKey)
    return fieldKey === undefined ? sheet?.title : sheet?.fields.find(({ key }) => key === fieldKey)?.label
  }
  expect(checklistPlaces[item].map(nameOf)).toEqual(asked[item])
})

const issueOf = (rule: string, severity: Issue['severity'] = 'warning'): Issue => ({
  rule,
  severity,
  path: 'basic.name',
  message: '',
  kind: 'wrong',
})
const inAwards = ['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A08', 'A09', 'A10', 'A11', 'A12', 'A13']

describe('what is to be looked at closely (M09)', () => {
  const whyOf = (issues: readonly Issue[]) => focusPoints(issues, aPerson()).map(({ why }) => why)

  const aboutNumbers = ['T18', 'Q10']
  const aboutScope = ['B20', 'T22', 'T28', 'T29', 'T30', 'Q03', 'Q04', 'Q05', 'Q06', 'Q07']

  test.each([...aboutNumbers, ...aboutScope, ...inAwards])(
    'is a number that stands for none, a hint about the scope, or an award: %s',
    (rule) => {
      expect(whyOf([issueOf(rule)])).toEqual([rule])
      expect(whyOf([issueOf(rule, 'info')])).toEqual([])
    },
  )

  test('is every rule about awards there is', () => {
    const known = bundle.rules.rules.map(({ id }) => id).filter((id) => id.startsWith('A'))
    expect([...new Set(known)].sort()).toEqual(inAwards)
  })

  test('is nothing else, but for a number filled in where there is none', () => {
    const others = ['B02', 'B04', 'B12', 'B21', 'B31', 'B53', 'T17', 'T23', 'Q02', 'Q08', 'E11', 'H01', 'M17', 'X01']
    expect(whyOf(others.map((rule) => issueOf(rule)))).toEqual([])
    const none = aPerson({ titles: [{ certificateNumber: '11111111' }], qualifications: [{ certificateNumber: 'A1' }] })
    expect(focusPoints([], none)).toEqual([{ path: 'titles[0].certificateNumber', why: '11111111' }])
  })
})
