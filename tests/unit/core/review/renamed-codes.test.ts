import { expect, test } from 'vitest'
import { renamedCodes } from '#core/review/renamed-codes.ts'
import { aPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const { bundle, tables } = await realCodes()
const issuesOf = (post: string, name: string) => {
  const basic = { ...aPerson().basic, currentPost: post }
  return renamedCodes(aPerson({ basic, names: { professional_post: { [post]: name } } }), bundle.scheme, tables)
}

test('M17: a code that means something else by now is put to whoever reviews, with both names', () => {
  expect(issuesOf('083', '高级技师')).toEqual([
    expect.objectContaining({
      rule: 'M17',
      severity: 'warning',
      path: 'basic.currentPost',
      message: '“现专业技术职务”填报时选的是“高级技师”，这个代码在现在的代码表里是“工程师”，请核对。',
    }),
  ])
})

test('a name that stands, an alias, and a code the table has no more are no matter of M17', () => {
  expect(issuesOf('083', '工程师')).toEqual([])
  expect(issuesOf('x99', '高级技师')).toEqual([])
  const named = [...(tables.table('divisions')?.entries() ?? [])].find(({ aliases }) => aliases.length > 0)
  const basic = { ...aPerson().basic, birthPlace: named?.code ?? '' }
  const names = { divisions: { [named?.code ?? '']: named?.aliases[0] ?? '' } }
  expect(renamedCodes(aPerson({ basic, names }), bundle.scheme, tables)).toEqual([])
})

test('a row is told by its place', () => {
  const titles = [{ titleLevel: '3' }, { titleLevel: '2' }]
  const found = renamedCodes(aPerson({ titles, names: { title_level: { '2': '特级' } } }), bundle.scheme, tables)
  expect(found.map(({ path }) => path)).toEqual(['titles[1].titleLevel'])
})
