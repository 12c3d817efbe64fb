import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkInUnit, employerFinding } from '#core/review/unit-checks.ts'
import { type IsPlace, placeNames } from '#core/unit/place-names.ts'
import { openRegister } from '#core/unit/register.ts'
import { aSoundPerson } from '#tests/support/people.ts'
import { realCodes } from '#tests/support/real-codes.ts'

let isPlace: IsPlace

beforeAll(async () => {
  const divisions = (await realCodes()).tables.table('divisions')
  if (!divisions) throw new Error('no divisions')
  isPlace = placeNames(divisions)
})

describe('B33, asked where a name is near to one of the register', () => {
  const asking = (...names: readonly string[]) => openRegister(names.map((name) => ({ name, aliases: [] })))

  test.each([
    ['北流市新圩镇中心卫生院', '北流市新圩镇卫生院'],
    ['北流市新圩镇中心卫生院', '北流市新墟镇中心卫生所'],
    ['北流市新圩镇中心卫生院', '北流市新圩镇中卫心生所'],
    ['广西壮族自治区地质矿产勘查开发局', '广西地质矿产勘察开发总局'],
  ])('%s, of which two characters differ: %s', (official, written) => {
    const [issue] = checkInUnit(aSoundPerson({ employer: written }), {
      register: asking(official),
      otherWithMobile: undefined,
    })
    expect(issue).toMatchObject({ rule: 'B33', fix: { edits: [{ value: official }] } })
    // It is asked of each, and given to nobody at once.
    expect(employerFinding(written, asking(official))).toEqual({ rule: 'B33', names: [official] })
  })

  test.each([
    ['北流市新圩镇第一中心小学', '北流市新圩镇第二小学'],
    ['北流市新圩镇第一初级中学', '北流市新墟镇第二初级中学'],
    ['北流市新圩镇中心小学分校一中', '北流市新墟镇中心小学分校二中'],
    ['北流市机关幼儿园1分园', '北流市机关幼儿园2分园'],
    ['北流市新圩镇中心小学', '北流市新圩镇中学'],
    ['北流市城北街道卫生服务中心', '北流市城南街道卫生服务中心'],
    ['南宁市公安局交通警察支队', '南宁市公安局交通警察大队'],
    ['北流市民安镇中心卫生院', '北流市平政镇中心卫生院'],
    ['柳州市疾病预防控制中心', '梧州市疾病预防控制中心'],
    ['贺州市八步区人民医院', '钦州八步区人民医院'],
    ['北流市教育局', '北流教育'],
  ])('says nothing where what differs is another unit: %s, %s', (official, written) => {
    const units = openRegister([{ name: official, aliases: [] }], isPlace)
    expect(employerFinding(written, units)).toBeUndefined()
  })

  test('is clear by a slip only where the places are known', () => {
    const units = [{ name: '柳州市疾病预防控制中心', aliases: ['柳州疾控'] }]
    const slip = '柳州市疾病预防控制中央'
    expect(employerFinding(slip, openRegister(units, isPlace))?.clear).toBe(units[0]?.name)
    const unknown = openRegister(units)
    expect(employerFinding(slip, unknown)).toEqual({ rule: 'B33', names: ['柳州市疾病预防控制中心'] })
    expect(employerFinding('梧州市疾病预防控制中心', unknown)?.clear).toBeUndefined()
    expect(employerFinding('柳州疾控', unknown)?.clear).toBe(units[0]?.name)
  })

  test('asks which is meant where several are near, and offers none', () => {
    const two = asking('北流市新圩镇卫生院', '北流市新丰镇卫生院')
    const [issue] = checkInUnit(aSoundPerson({ employer: '北流市新墟镇卫生院' }), {
      register: two,
      otherWithMobile: undefined,
    })
    expect(issue?.message).toBe('与已有单位“北流市新圩镇卫生院”、“北流市新丰镇卫生院”很像，是否同一单位？')
    expect(issue?.fix).toBeUndefined()
    expect(two.find('北流市新墟镇卫生院')).toEqual({ kind: 'unknown' })
  })

  test('never asks of an official name, and of a spaced one means that one alone', () => {
    const part = fc.constantFrom(...'新圩墟丰民安', '中心', '第一', '第二', '城南')
    const official = fc
      .tuple(part, part, part, fc.constantFrom('卫生院', '卫生所', '小学', '中学'))
      .map((parts) => `北流市${parts.join('')}`)
    fc.assert(
      fc.property(fc.uniqueArray(official, { minLength: 2, maxLength: 12 }), (names) => {
        const units = asking(...names)
        for (const name of names) {
          expect(employerFinding(name, units)).toBeUndefined()
          const spaced = `${name.slice(0, 3)} ${name.slice(3)}`
          expect(employerFinding(spaced, units)).toEqual({ rule: 'B33', names: [name], clear: name })
        }
      }),
    )
  })

  test('knows places by their names, and cities without 市', () => {
    expect(['柳州市', '柳州', '北流市', '三江侗族自治县'].filter((text) => !isPlace(text))).toEqual([])
    expect(['北流', '中心', ''].filter(isPlace)).toEqual([])
    const river = '北海市海城区第七小学校'
    expect(employerFinding('北海海城区第七小学校园', openRegister([{ name: river, aliases: [] }], isPlace))).toEqual({
      rule: 'B33',
      names: [river],
    })
  })
})
