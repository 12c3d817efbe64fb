import { expect, test } from 'vitest'
import { isAmong, parsePath } from '#core/record/field-path.ts'
import { aPerson } from '#tests/support/people.ts'
import { checklistPlaces, focusPoints } from '#core/review/checklist-places.ts'
import { checklistItems } from '#core/review/review-event.ts'
import { realCodes } from '#tests/support/real-codes.ts'

test('every point of the checklist names places the scheme has', async () => {
  const { bundle } = await realCodes()
  const { sheets } = bundle.scheme
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

test('a number that stands for none, hints about the scope and awards are to be looked at closely (M09)', () => {
  const issue = (rule: string) => ({
    rule,
    severity: 'warning' as const,
    path: 'basic.name',
    message: '',
    kind: 'wrong' as const,
  })
  const found = focusPoints(['T18', 'Q10', 'Q04', 'A12', 'B04', 'E11'].map(issue), aPerson())
  expect(found.map(({ why }) => why)).toEqual(['T18', 'Q10', 'Q04', 'A12'])
  const none = aPerson({ titles: [{ certificateNumber: '11111111' }], qualifications: [{ certificateNumber: 'A1' }] })
  expect(focusPoints([], none)).toEqual([{ path: 'titles[0].certificateNumber', why: '11111111' }])
})
