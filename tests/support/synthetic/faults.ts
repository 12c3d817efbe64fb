import type { PersonRecord, Row } from '#core/record/record.ts'

/** What may be wrong with a person's record. */
export type FaultKind = (typeof faults)[number]['kind']

interface Fault<Kind extends string = string> {
  readonly kind: Kind
  /** The rule that must find it. */
  readonly rule: string
  readonly severity: 'error' | 'warning'
  readonly apply: (record: PersonRecord) => PersonRecord
}

const inBasic =
  (change: (basic: Row) => Row) =>
  (record: PersonRecord): PersonRecord => ({ ...record, basic: { ...record.basic, ...change(record.basic) } })

const without =
  (...keys: readonly string[]) =>
  (record: PersonRecord): PersonRecord => ({
    ...record,
    basic: Object.fromEntries(Object.entries(record.basic).filter(([key]) => !keys.includes(key))),
  })

const inFirstTitle =
  (change: Row) =>
  (record: PersonRecord): PersonRecord => ({
    ...record,
    titles: record.titles.map((title, row) => (row === 0 ? { ...title, ...change } : title)),
  })

const cityAward: Row = {
  awardName: '教学质量一等奖',
  awardLevel: '3',
  awardingBody: '南宁市教育局',
  awardYear: '2019',
}

/** The digit before the last moved on by one, so that sex stays and the check digit is wrong. */
const wrongDigit = (idNumber = ''): string =>
  `${idNumber.slice(0, 15)}${(Number(idNumber[15]) + 1) % 10}${idNumber.slice(16)}`

const fault = <const Kind extends string>(each: Fault<Kind>): Fault<Kind> => each

/** Faults that units really meet, each found by one rule. */
export const faults = [
  fault({
    kind: 'checkDigit',
    rule: 'B12',
    severity: 'error',
    apply: inBasic(({ idNumber }) => ({ idNumber: wrongDigit(idNumber) })),
  }),
  fault({
    kind: 'gender',
    rule: 'B16',
    severity: 'error',
    apply: inBasic(({ gender }) => ({ gender: gender === '1' ? '2' : '1' })),
  }),
  fault({
    kind: 'birthDate',
    rule: 'B15',
    severity: 'error',
    apply: inBasic(({ birthDate = '' }) => ({
      birthDate: `${birthDate.slice(0, 8)}${birthDate.endsWith('11') ? '12' : '11'}`,
    })),
  }),
  fault({ kind: 'noEmail', rule: 'B54', severity: 'error', apply: without('email') }),
  fault({ kind: 'email', rule: 'B55', severity: 'error', apply: inBasic(() => ({ email: 'someone@163' })) }),
  fault({ kind: 'noTelephone', rule: 'B50', severity: 'error', apply: without('mobile', 'landline') }),
  fault({ kind: 'mobile', rule: 'B51', severity: 'error', apply: inBasic(() => ({ mobile: '1380775' })) }),
  fault({ kind: 'identityNature', rule: 'B48', severity: 'error', apply: inBasic(() => ({ identityNature: '2' })) }),
  fault({ kind: 'name', rule: 'B03', severity: 'error', apply: inBasic(() => ({ name: '韦？莉' })) }),
  fault({
    kind: 'noHighest',
    rule: 'E02',
    severity: 'error',
    apply: (record) => ({ ...record, education: record.education.slice(0, 1) }),
  }),
  fault({ kind: 'committee', rule: 'T04', severity: 'error', apply: inFirstTitle({ reviewCommittee: 'L5' }) }),
  fault({
    kind: 'certificateNumber',
    rule: 'T17',
    severity: 'error',
    apply: inFirstTitle({ certificateNumber: '无' }),
  }),
  fault({
    kind: 'award',
    rule: 'A02',
    severity: 'error',
    apply: (record) => ({ ...record, awards: [...record.awards, cityAward] }),
  }),
  fault({ kind: 'noNumber', rule: 'T18', severity: 'warning', apply: inFirstTitle({ certificateNumber: '11111111' }) }),
  fault({ kind: 'civilServant', rule: 'B47', severity: 'warning', apply: inBasic(() => ({ identityNature: '11' })) }),
  fault({
    kind: 'shortEmployer',
    rule: 'B31',
    severity: 'warning',
    apply: inBasic(({ employer = '' }) => ({ employer: `${employer.slice(0, 2)}一中` })),
  }),
] as const
