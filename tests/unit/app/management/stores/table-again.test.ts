import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PersonRecord } from '#core/record/record.ts'
import { fieldChanges } from '#core/review/field-changes.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import { memoryCases } from '#tests/support/memory-unit.ts'
import { anotherPerson } from '#tests/support/more-people.ts'
import { aSigningKey } from '#tests/support/signing-keys.ts'
import { aSubmissionContent } from '#tests/support/submissions.ts'
import { tablesPage } from '#tests/support/tables-page.ts'

const [one, two, three] = [anotherPerson('韦一', 1), anotherPerson('韦二', 2), anotherPerson('韦三', 3)]
const first = [one, two, three]
const idOf = ({ basic }: PersonRecord): string => `id:${basic['idNumber'] ?? ''}`
const withBasic = (person: PersonRecord, basic: PersonRecord['basic']): PersonRecord => ({
  ...person,
  basic: { ...person.basic, ...basic },
})
const title = one.titles[0] ?? {}

/** The same people later: one as before, one with another mobile, one with one title more. */
const second: readonly PersonRecord[] = [
  one,
  withBasic(two, { mobile: '13900000002', email: 'two@example.com' }),
  { ...three, titles: [title, { ...title, titleLevel: '2', issueDate: '2012-12' }] },
]
const valuesOf = ({ id: _id, ...record }: PersonRecord) => ({ ...record, id: '' })
const sameValues = (record: PersonRecord, table: PersonRecord): void =>
  expect(fieldChanges(valuesOf(record), valuesOf(table))).toEqual([])

describe('a table of people that is imported again', () => {
  test('leaves one case for each person, and says that nothing changed', async () => {
    const { take, list, standing } = await tablesPage()
    expect(await take(first)).toEqual({ fresh: 3, corrected: 0, same: 0, told: [] })
    expect(await take(first)).toEqual({ fresh: 0, corrected: 0, same: 3, told: [] })
    expect(list.rows).toHaveLength(3)
    for (const person of first) expect(standing(idOf(person)).steps.map(({ kind }) => kind)).toEqual(['received'])
  })

  test('corrects who differs, with the reason, and keeps what stood before', async () => {
    const { take, standing, cases } = await tablesPage()
    await take(first)
    expect(await take(second)).toEqual({ fresh: 0, corrected: 2, same: 1, told: [] })
    const { record, steps } = standing(idOf(two))
    expect(record.basic).toMatchObject({ mobile: '13900000002', email: 'two@example.com' })
    expect(steps).toMatchObject([
      { kind: 'received' },
      {
        kind: 'corrected',
        changes: expect.arrayContaining([
          {
            path: 'basic.mobile',
            before: two.basic['mobile'],
            after: '13900000002',
            reason: '再次导入表格',
          },
        ]),
      },
    ])
    const [came] = steps
    expect(came?.kind === 'received' && cases.texts.has(came.digest)).toBe(true)
    sameValues(standing(idOf(three)).record, second[2] ?? three)
  })

  test('in any order leaves one case for each, the values of the last one, and the whole trail', async () => {
    const order = fc.shuffledSubarray(['first', 'first again', 'second', 'second again'], { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(order, async (named) => {
        const tables = named.map((name) => (name.startsWith('first') ? first : second))
        const { take, standing, list, cases } = await tablesPage()
        for (const table of tables) await take(table)
        const turns = tables.filter((table, at) => at > 0 && table !== tables[at - 1]).length
        expect(list.rows).toHaveLength(3)
        for (const [at, person] of (tables.at(-1) ?? []).entries()) {
          const { record, steps } = standing(idOf(person))
          sameValues(record, person)
          const made = at === 0 ? 0 : turns
          expect(steps.map(({ kind }) => kind)).toEqual(['received', ...Array(made).fill('corrected')])
          for (const step of steps) expect('digest' in step && cases.texts.has(step.digest)).toBe(true)
        }
      }),
      { numRuns: 12 },
    )
  })

  test('does not overwrite what the person handed in, and says so', async () => {
    const cases = memoryCases()
    const own = aSubmissionContent({}, two)
    const { digest, text } = await signSubmission(own, await aSigningKey())
    const came = { kind: 'received', digest, revision: 1, signer: 'device', file: 'x.rpu' } as const
    cases.put(idOf(two), { digest, text, content: own }, [came])
    const { take, standing } = await tablesPage(cases)
    expect(await take(second)).toMatchObject({ fresh: 2, told: [{ caseId: idOf(two), why: 'theirs' }] })
    expect(standing(idOf(two)).steps).toEqual([came])
    expect(await take(first)).toMatchObject({ corrected: 1, same: 2, told: [] })
  })

  test('keeps what was corrected at the desk as long as the table says what it said, and says so', async () => {
    const { take, standing, at } = await tablesPage()
    await take(first)
    const wanted = [{ path: 'basic.mobile', after: '13700000000', reason: '本人来电' }]
    await at(idOf(two), (desk) => desk.correct(wanted, desk.standingDigest()))
    expect(await take(first)).toMatchObject({ corrected: 0, same: 2, told: [{ caseId: idOf(two), why: 'kept' }] })
    expect(standing(idOf(two)).record.basic['mobile']).toBe('13700000000')
    expect(await take(second)).toMatchObject({ corrected: 2, told: [] })
    expect(standing(idOf(two)).record.basic['mobile']).toBe('13900000002')
  })

  test('changes nobody who has passed, and says so', async () => {
    const { take, standing, at } = await tablesPage()
    await take(first)
    await at(idOf(two), async (desk) => {
      await desk.tickAll()
      return desk.pass(desk.standingDigest())
    })
    expect(await take(second)).toMatchObject({ corrected: 1, same: 1, told: [{ caseId: idOf(two), why: 'closed' }] })
    expect(standing(idOf(two)).record.basic['mobile']).toBe(two.basic['mobile'])
  })

  test('takes no other person of the same ID number for the same one', async () => {
    const { take, standing } = await tablesPage()
    await take([one])
    expect(await take([withBasic(one, { name: '黄大明' })])).toMatchObject({
      corrected: 0,
      told: [{ why: 'doubtful' }],
    })
    expect(standing(idOf(one)).record.basic['name']).toBe('韦一')
  })

  test('knows somebody again by name and birth date, once the ID number is filled in', async () => {
    const { take, list, standing } = await tablesPage()
    const { idNumber: _none, ...basic } = one.basic
    await take([{ ...one, basic }])
    expect(await take([one])).toMatchObject({ fresh: 0, corrected: 1 })
    expect(await take([one])).toMatchObject({ fresh: 0, same: 1 })
    expect(list.rows).toHaveLength(1)
    const [row] = list.rows
    expect(standing(row?.caseId ?? '').record.basic['idNumber']).toBe(one.basic['idNumber'])
  })

  test('clears nothing by a blank cell or a sheet that is not there', async () => {
    const { take } = await tablesPage()
    await take(first)
    const { email: _none, ...basic } = one.basic
    expect(await take([{ ...one, basic, titles: [], education: [] }])).toMatchObject({ same: 1, told: [] })
  })

  test('clears nothing in a row by a blank cell or a column that is not there; a row it no longer has is gone', async () => {
    const { take, standing } = await tablesPage()
    const rows = [
      { school: '广西大学', major: '中文', educationLevel: '21' },
      { school: '玉林师院', major: '历史', educationLevel: '31' },
    ]
    const whole = { ...one, education: rows }
    await take([whole])
    const few = { ...one, education: rows.map(({ educationLevel }) => ({ educationLevel })) }
    expect(await take([few])).toMatchObject({ same: 1, told: [] })
    const mended = { ...one, education: [{ educationLevel: '11' }, { educationLevel: '31' }] }
    expect(await take([mended])).toMatchObject({ corrected: 1, told: [] })
    const now = { ...rows[0], educationLevel: '11' }
    expect(standing(idOf(one)).record.education).toEqual([now, rows[1]])
    expect(await take([{ ...one, education: [now] }])).toMatchObject({ corrected: 1, told: [] })
    expect(standing(idOf(one)).record.education).toEqual([now])
  })

  test('clears what a cell says is to go, in a row too, and leaves it out of somebody new', async () => {
    const { take, standing, list } = await tablesPage()
    const rows = [
      { school: '广西大学', major: '中文', educationLevel: '21' },
      { school: '玉林师院', major: '历史', educationLevel: '31' },
    ]
    await take([{ ...one, education: rows }])
    const cleared = withBasic({ ...one, education: [{ ...rows[0], major: '' }, rows[1] ?? {}] }, { email: '' })
    expect(await take([cleared])).toMatchObject({ corrected: 1, told: [] })
    const { record, steps } = standing(idOf(one))
    expect(one.basic['email']).toBeTruthy()
    expect([record.basic['email'], record.education]).toEqual([
      undefined,
      [{ school: '广西大学', educationLevel: '21' }, rows[1]],
    ])
    expect(steps.at(-1)).toMatchObject({ kind: 'corrected', changes: [{ after: '' }, { before: '中文', after: '' }] })
    expect(await take([cleared])).toMatchObject({ same: 1, told: [] })
    await take([withBasic({ ...two, titles: [{ titleLevel: '' }] }, { email: '' })])
    expect(list.rows).toHaveLength(2)
    expect([standing(idOf(two)).record.basic, standing(idOf(two)).record.titles]).toEqual([
      expect.not.objectContaining({ email: expect.anything() }),
      [],
    ])
  })

  test('keeps what was filled in at the desk since the table cleared it, and says so', async () => {
    const { take, standing, at } = await tablesPage()
    await take([one])
    const cleared = withBasic(one, { email: '' })
    await take([cleared])
    const wanted = [{ path: 'basic.email', after: 'new@example.com', reason: '本人来电' }]
    await at(idOf(one), (desk) => desk.correct(wanted, desk.standingDigest()))
    expect(await take([cleared])).toMatchObject({ corrected: 0, told: [{ why: 'kept' }] })
    expect(standing(idOf(one)).record.basic['email']).toBe('new@example.com')
  })

  test.each([
    ['a row that moved up', [{ school: '玉林师院', educationLevel: '31' }]],
    ['rows that changed places', [{ school: '玉林师院', educationLevel: '31' }, 0]],
    ['a row in front of them', [{ school: '桂林学院', educationLevel: '31' }, 0, 1]],
    ['a row that moved up and says little', [{ educationLevel: '31' }]],
    ['fewer rows, one of them mended', [{ educationLevel: '11' }]],
    ['one row that says what two said', [{ schoolingYears: '4' }]],
  ])('takes nothing of one row for another where cells are blank, and says so: %s', async (_what, next) => {
    const { take, standing } = await tablesPage()
    const rows = [
      { school: '广西大学', educationLevel: '21', degree: '3', schoolingYears: '4' },
      { school: '玉林师院', educationLevel: '31', major: '历史', schoolingYears: '4' },
    ]
    await take([{ ...one, education: rows }])
    const education = next.map((row) => (typeof row === 'number' ? (rows[row] ?? {}) : row))
    expect(await take([{ ...one, education }])).toMatchObject({ corrected: 0, told: [{ why: 'moved' }] })
    expect(standing(idOf(one)).record.education).toEqual(rows)
  })

  test('takes the first of two lines of one person, and names the other', async () => {
    const { take, list } = await tablesPage()
    const again = withBasic(one, { mobile: '13900000001' })
    expect(await take([one, again])).toMatchObject({ fresh: 1, told: [{ name: '韦一', why: 'twice' }] })
    expect(list.rows).toHaveLength(1)
  })
})
