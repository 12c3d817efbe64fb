import { expect, test } from 'vitest'
import { formerNames } from '#core/unit/former-names.ts'

const packOf = (orgCode: string, name: string, kind: 'received' | 'reported' = 'received') => ({
  kind,
  unit: { orgCode, name },
})

test('names a unit reported under before are its own by its code, unless another unit reports under them now', () => {
  const packs = [
    packOf('A', '北流县一中'),
    packOf('A', '北流县一中'),
    packOf('A', '北流市一中'),
    packOf('B', '北流市二中'),
    packOf('A', '北流市实验中学', 'reported'),
  ]
  expect(formerNames({ orgCode: 'A', name: '北流市一中' }, packs)).toEqual(['北流县一中'])
  expect(formerNames({ orgCode: 'B', name: '北流市二中' }, packs)).toEqual([])
  expect(formerNames({ orgCode: 'A', name: '北流市一中' }, [...packs, packOf('C', '北流县一中')])).toEqual([])
})
