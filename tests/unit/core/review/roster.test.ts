import { array, assert, integer, property, uint8Array } from 'fast-check'
import { describe, expect, test } from 'vitest'
import { makeSpellName } from '#core/characters/name-sounds.ts'
import { merkleRoot } from '#core/pack/merkle.ts'
import { comparePeople, firstPeople, isOrderKnown } from '#core/review/person-order.ts'
import { namesRoster, readRosterCode, rosterCodeText } from '#core/review/roster-code.ts'
import { rosterDigest, rosterValues, usualRosterColumns } from '#core/review/roster.ts'
import { compileNameSounds } from '#core/scheme/compile/name-sounds.ts'
import { aPerson } from '#tests/support/people.ts'

describe('the roster', () => {
  test('takes the value that counts from each sheet', () => {
    const titles = [
      { titleLevel: '5', qualificationName: 'low' },
      { titleLevel: '3', qualificationName: 'high' },
    ]
    expect(rosterValues(aPerson({ titles }), usualRosterColumns)).toEqual([
      '韦晓𬱖',
      '2',
      '452526197904182627',
      '21',
      'high',
      '',
      '052',
    ])
  })

  test('has one digest for the same people in any order, another for other people', async () => {
    const [a, b] = ['a'.repeat(64), 'b'.repeat(64)]
    const digest = await rosterDigest([a, b])
    expect(await rosterDigest([b, a])).toBe(digest)
    expect(await rosterDigest([b, a, b])).toBe(digest)
    expect(await rosterDigest([a])).not.toBe(digest)
    expect(digest).toBe(await merkleRoot([a, b]))
  })
})

describe('the first of an order', () => {
  test('are those that stand first when all are put in order', () => {
    assert(
      property(array(integer({ min: 0, max: 30 })), integer({ min: 1, max: 8 }), (numbers, count) => {
        const compare = (a: number, b: number): number => a - b
        expect(firstPeople(numbers, count, compare)).toEqual([...numbers].sort(compare).slice(0, count))
      }),
    )
  })
})

describe('the code of a roster', () => {
  const digest = '3f7a91c2'.repeat(8)

  test('is read whole from its QR code, and by its digits as people type them', () => {
    expect(readRosterCode(` ${rosterCodeText({ digest, count: 38 })}\n`)).toEqual({
      kind: 'whole',
      paper: 'roster',
      digest,
      count: 38,
    })
    for (const typed of [
      '3f7a-91c2-3f7a-91c2',
      ' 3F7A 91C2 3F7A 91C2 ',
      '校验码：３ｆ７ａ－９１ｃ２－３ｆ７ａ－９１ｃ２',
    ]) {
      const read = readRosterCode(typed)
      expect(read && namesRoster(read, digest)).toBe(true)
    }
  })

  test('of totals names the same people as that of a roster', () => {
    const text = rosterCodeText({ digest, count: 38 }, 'totals')
    expect(text).not.toBe(rosterCodeText({ digest, count: 38 }))
    expect(readRosterCode(text)).toEqual({ kind: 'whole', paper: 'totals', digest, count: 38 })
  })

  test('is refused when it is too short or something else', () => {
    for (const typed of ['', '3f7a-91c2', 'caibao:roster/1?zz&3', 'https://example.com']) {
      expect(readRosterCode(typed)).toBeUndefined()
    }
    const other = readRosterCode('0000-0000-0000-0000')
    expect(other && namesRoster(other, digest)).toBe(false)
  })

  test('comes back as it was written', () => {
    assert(
      property(array(uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 3 }), (hashes) => {
        for (const hash of hashes) {
          const hex = Buffer.from(hash).toString('hex')
          expect(readRosterCode(rosterCodeText({ digest: hex, count: 7 }))).toEqual({
            kind: 'whole',
            paper: 'roster',
            digest: hex,
            count: 7,
          })
        }
      }),
    )
  })
})

describe('the order of people', () => {
  const named = (name: string, unit = '') => ({ name, unit, idNumber: '' })
  const people = [named('周一', '乙校'), named('丁二', '甲校'), named('安三', '乙校'), named('𬱖四', '甲校')]
  const sorted = (order: 'pinyin' | 'stroke' | 'unit') => [...people].sort(comparePeople(order)).map(({ name }) => name)

  test('is by pinyin, by strokes, or by unit and pinyin', () => {
    expect(sorted('pinyin').slice(0, 3)).toEqual(['安三', '𬱖四', '丁二'])
    expect(sorted('stroke')).toEqual(['丁二', '安三', '周一', '𬱖四'])
    expect(sorted('unit')).toEqual(['𬱖四', '丁二', '安三', '周一'])
    expect(isOrderKnown('stroke')).toBe(true)
  })

  const spell = makeSpellName(compileNameSounds())
  const inOrder = (names: readonly string[]) =>
    names
      .map((name) => named(name))
      .sort(comparePeople('pinyin'))
      .map(({ name }) => name)

  test.each([
    ['陈一', '盘一', '任一', '覃一', '谭一', '仇一'],
    ['陈一', '尹一', '曾一', '张一'],
    ['查一', '陈一', '邓一', '单一', '石一', '章一'],
    ['江一', '区一', '欧一', '解一', '尉迟一', '于一', '韦一', '万俟一', '莫一'],
  ])('puts a surname where it sounds, not where its character is read elsewhere: %s …', (...names) => {
    const sounds = inOrder(names).map((name) => spell(name.replace('万俟', '莫俟').replace('尉迟', '玉迟'))[0])
    expect(sounds).toEqual(sounds.toSorted((a = '', b = '') => a.localeCompare(b)))
  })

  test('keeps people of a surname together, beside one that sounds alike', () => {
    const heads = (names: readonly string[]) =>
      inOrder(names)
        .map((name) => name[0])
        .join('')
    expect(['秦秦秦覃覃', '覃覃秦秦秦']).toContain(heads(['秦文', '覃伟', '秦安', '覃爱', '秦勇']))
    expect(inOrder(['覃伟', '覃爱'])).toEqual(['覃爱', '覃伟'])
  })

  test('asks for no sound of a surname in the name of a unit or in the order of strokes', () => {
    const units = [named('甲', '曾家小学'), named('乙', '陈家小学')]
    expect([...units].sort(comparePeople('unit')).map(({ unit }) => unit)).toEqual(['曾家小学', '陈家小学'])
    const strokes = [named('覃一'), named('秦一')].sort(comparePeople('stroke'))
    expect(strokes.map(({ name }) => name)).toEqual(['秦一', '覃一'])
  })
})
