import type { PersonRecord, Row } from '#core/record/record.ts'
import { careers, type Career, type CareerStep } from '#tests/fixtures/people/careers.ts'
import { dottedNames, familyNames, givenCharacters, rareCharacters } from '#tests/fixtures/people/names.ts'
import { idNumberOf } from '../id-numbers.ts'
import { faults, type FaultKind } from './faults.ts'
import { formerRegions, type Place, places } from './places.ts'
import { type Random, scatter, seededRandom } from './random.ts'

/** What kind of people are made up. */
export interface SyntheticOptions {
  readonly seed?: number
  /** Share of people with exactly one fault of a known kind. */
  readonly faultShare?: number
  /** Share of people with a character in their name that many computers cannot draw. */
  readonly rareShare?: number
  /** All of one employer, instead of many all over Guangxi. */
  readonly employer?: { readonly name: string; readonly division: string }
}

/** A person who does not exist. */
export interface SyntheticPerson {
  readonly record: PersonRecord
  /** What is wrong with the record; nothing is wrong without it. */
  readonly fault?: FaultKind
}

const lastYear = 2024
/** A prime number of days from 1973 on: nobody has retired on the day the tests think it is. */
const birthdays = 10_007
const orders = 499

const two = (number: number): string => String(number).padStart(2, '0')
const month = (year: number, monthOfYear: number): string => `${year}-${two(monthOfYear)}`

/** Day and order in the ID number: different for different people, however many. */
function birthOf(index: number, seed: number): { readonly birthDate: string; readonly order: number } {
  const order = index % orders
  const days = (scatter(order + seed * 7919) + Math.floor(index / orders) * 7919) % birthdays
  return { birthDate: new Date(Date.UTC(1973, 0, 1 + days)).toISOString().slice(0, 10), order }
}

function nameOf(random: Random, rareShare: number): string {
  if (random.isHit(0.01)) return random.pick(dottedNames)
  const first = random.pick(givenCharacters)
  const given = random.isHit(rareShare) ? first + random.pick(rareCharacters) : first + random.pick(givenCharacters)
  return random.pick(familyNames) + (random.isHit(0.1) ? [...given].slice(1).join('') : given)
}

interface Life {
  readonly random: Random
  readonly career: Career
  readonly index: number
  readonly birthDate: string
  readonly graduated: number
  readonly isGraduate: boolean
  readonly place: Place
}

function educationOf({ random, career, graduated, isGraduate }: Life): readonly Row[] {
  const first: Row = {
    educationItem: '1',
    educationLevel: isGraduate ? '21' : '31',
    school: random.pick(career.schools),
    major: random.pick(career.majors),
    schoolingYears: isGraduate ? '4' : '3',
    graduationDate: month(graduated, 7),
    ...(isGraduate && { degreeItem: '1', degree: career.bachelor, degreeAwardDate: month(graduated, 7) }),
  }
  const later = graduated + random.between(3, 7)
  if (later > lastYear || random.isHit(0.4)) {
    return [first, { ...first, educationItem: '2', ...(isGraduate && { degreeItem: '2' }) }]
  }
  const higher: Row = {
    educationItem: '2',
    educationLevel: isGraduate ? '14' : '21',
    school: random.pick(career.schools),
    major: random.pick(career.majors),
    schoolingYears: '3',
    graduationDate: month(later, 6),
    ...(isGraduate && { degreeItem: '2', degree: career.master, degreeAwardDate: month(later, 6) }),
  }
  return [first, higher]
}

const committeeOf = ({ committee }: CareerStep, { cityIndex }: Place): string =>
  typeof committee === 'string' ? committee : String(committee.first + committee.step * cityIndex)

const authorityIn = (year: number): string =>
  year < 2010 ? '广西壮族自治区人事厅' : '广西壮族自治区人力资源和社会保障厅'

const managementNumberIn = (year: number, { random, index }: Life): Row =>
  year < 2011 ? {} : { managementNumber: `${year}${two(random.between(1, 12))}45${String(index).padStart(7, '0')}` }

function titleOf(step: CareerStep, year: number, life: Life): Row {
  const name = step.names.find(({ until }) => until === undefined || year <= until)
  return {
    titleLevel: step.level,
    titleSeries: life.career.series,
    qualificationName: name?.code ?? '',
    specialty: life.random.pick(life.career.majors),
    acquisitionMethod: step.method,
    reviewCommittee: committeeOf(step, life.place),
    approvalAuthority: authorityIn(year),
    issueDate: month(year, life.random.between(10, 12)),
    certificateNumber: `桂${two(year % 100)}${step.level}${String(life.index).padStart(7, '0')}`,
    ...managementNumberIn(year, life),
  }
}

/** Titles from the first one up; in health the exam began in 2001 (S2-14). */
function titlesOf(life: Life): readonly Row[] {
  const { career, random, graduated } = life
  const titles: Row[] = []
  let year = graduated + 1
  for (const step of career.steps) {
    if (year > lastYear || (titles.length > 0 && random.isHit(0.3))) break
    if (career.series === '11' && step.method === '2') year = Math.max(year, 2001)
    titles.unshift(titleOf(step, year, life))
    year += random.between(5, 7)
  }
  return titles
}

function qualificationsOf(life: Life): readonly Row[] {
  const { career, random, graduated } = life
  const year = graduated + 6
  if (career.qualifications.length === 0 || year > lastYear || random.isHit(0.5)) return []
  const { code, specialty } = random.pick(career.qualifications)
  return [
    {
      professionName: code,
      specialtyCategory: specialty,
      issuingAuthority: authorityIn(year),
      issueDate: month(year, random.between(1, 12)),
      certificateNumber: `${code}${String(life.index).padStart(8, '0')}`,
      ...managementNumberIn(year, life),
    },
  ]
}

function awardsOf({ random, graduated, place }: Life): readonly Row[] {
  const year = graduated + 8
  if (year > lastYear || random.isHit(0.75)) return []
  const ofCity: Row = {
    awardName: `${place.city}科学技术进步奖`,
    awardLevel: '3',
    awardGrade: '二等奖',
    awardingBody: `${place.city}人民政府`,
    awardRank: '2/5',
    awardYear: String(year),
  }
  const ofRegion: Row = {
    ...ofCity,
    awardName: '广西科学技术进步奖',
    awardLevel: '2',
    awardingBody: '广西壮族自治区人民政府',
  }
  return random.isHit(0.5) ? [ofCity] : [ofRegion, ofCity]
}

function honorsOf({ random, graduated }: Life): readonly Row[] {
  const year = Math.max(graduated + 12, 2001)
  if (year > lastYear || random.isHit(0.9)) return []
  return [
    {
      honorTitle: '08',
      documentName: '关于公布广西新世纪十百千人才工程第三层次人选的通知',
      documentNumber: `桂人社发〔${year}〕${random.between(1, 90)}号`,
      conferralDate: month(year, random.between(1, 12)),
      certificateNumber: `GX${year}${two(random.between(1, 99))}`,
    },
  ]
}

interface Person extends Life {
  readonly isMan: boolean
  readonly order: number
  readonly titles: readonly Row[]
  readonly options: SyntheticOptions
}

function languagesOf(random: Random): Row {
  if (random.isHit(0.4)) return {}
  return {
    englishExam: random.pick(['21', '22']),
    firstLanguage: 'en',
    firstLanguageLevel: random.pick(['3', '4']),
    ...(random.isHit(0.1) && { secondLanguage: 'vi', secondLanguageLevel: '4' }),
  }
}

function postOf({ career, titles }: Person): string {
  const level = titles[0]?.['titleLevel']
  return career.steps.find((step) => step.level === level)?.post ?? '999'
}

function basicOf(person: Person): Row {
  const { random, career, index, birthDate, graduated, isMan, order, place, options } = person
  const birthPlace = random.pick(places)
  const region = random.isHit(0.3) ? random.pick(formerRegions) : birthPlace.code
  const name = options.employer?.name ?? `${place.name}${random.pick(career.employers)}`
  return {
    name: nameOf(random, options.rareShare ?? 0.04),
    idNumber: idNumberOf(region, birthDate, order * 2 + (isMan ? 1 : 2)),
    gender: isMan ? '1' : '2',
    ethnicity: random.pick(['01', '01', '08', '08', '13', '06', '12', '32']),
    birthDate,
    birthPlace: birthPlace.code,
    nativePlace: random.pick(places).code,
    politicalStatus: random.pick(['01', '13', '13']),
    workStartDate: month(graduated, 8),
    employer: name,
    employerDivision: options.employer?.division ?? place.code,
    identityNature: '22',
    currentSpecialty: random.pick(career.work),
    specialtyStartDate: month(graduated, 8),
    currentPost: postOf(person),
    isReturnee: '0',
    ...languagesOf(random),
    ...(random.isHit(0.5) && { address: `广西${place.city}${place.name}民族大道${random.between(1, 200)}号` }),
    ...(random.isHit(0.3) && { landline: `0771-${random.between(2_000_000, 8_999_999)}` }),
    mobile: `1${random.pick(['3', '5', '7', '8'])}${String(scatter(index) % 10).padStart(1, '0')}${String(index).padStart(8, '0')}`,
    email: `p${index}@example.com`,
  }
}

const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0').slice(-digits)

/** The person with this number: always the same for the same options, whoever was made before. */
export function syntheticPerson(index: number, options: SyntheticOptions = {}): SyntheticPerson {
  const seed = options.seed ?? 1
  const random = seededRandom(scatter(seed) ^ scatter(index + 1))
  const { birthDate, order } = birthOf(index, seed)
  const isGraduate = random.isHit(0.75)
  const schoolStart = Number(birthDate.slice(0, 4)) + (birthDate.slice(5) >= '09-01' ? 19 : 18)
  const life: Life = {
    random,
    index,
    birthDate,
    isGraduate,
    career: random.pick(careers),
    place: random.pick(places),
    graduated: schoolStart + (isGraduate ? 4 : 3),
  }
  const titles = titlesOf(life)
  const record: PersonRecord = {
    scheme: 'gx-zyjs',
    schemeVersion: '2012.1',
    id: `${hex(scatter(seed * 31 + index), 8)}-${hex(index, 4)}-4000-8000-${hex(index, 12)}`,
    basic: basicOf({ ...life, isMan: random.isHit(0.5), order, titles, options }),
    education: educationOf(life),
    titles,
    qualifications: qualificationsOf(life),
    awards: awardsOf(life),
    honors: honorsOf(life),
  }
  if (!random.isHit(options.faultShare ?? 0.15)) return { record }
  const fault = random.pick(faults)
  return { record: fault.apply(record), fault: fault.kind }
}

/** So many people, one after the other. */
export function* syntheticPeople(count: number, options: SyntheticOptions = {}): Generator<SyntheticPerson, void> {
  for (let index = 0; index < count; index += 1) yield syntheticPerson(index, options)
}
