import { idBirthDate, idCheckDigitOk, idGender } from '#core/rules/functions/id-number.ts'
import type { PersonRecord, Row } from '#core/record/record.ts'
import { type Engine, ethnicities, levels, longestEmployer, type Mistake, today, verdictOf } from './subject.ts'

const knownEthnicities = new Set(ethnicities)
const isMobile = /^1[3-9][0-9]{9}$/u
const isEmail = /^[^@ ]+@[^@ ]+[.][a-z]+$/u
const isIdNumber = /^[0-9]{17}[0-9X]$/u
const isMonth = /^[0-9]{4}-[0-9]{2}$/u

function checkFilled(basic: Row, add: (rule: string, field: string) => void): void {
  if (!basic['name']) add('B1', 'name')
  if (!basic['idNumber']) add('B2', 'idNumber')
  if (!basic['gender']) add('B3', 'gender')
  if (!basic['birthDate']) add('B4', 'birthDate')
  if (!basic['employer']) add('B5', 'employer')
  if (!basic['workStartDate']) add('B6', 'workStartDate')
  if (!basic['email']) add('B7', 'email')
  if (!basic['identityNature']) add('B8', 'identityNature')
}

// oxlint-disable-next-line eslint/complexity -- rules written out are what is measured
function checkBasic(basic: Row, add: (rule: string, field: string) => void): void {
  const {
    idNumber = '',
    gender = '',
    birthDate = '',
    employer = '',
    workStartDate = '',
    email = '',
    mobile = '',
  } = basic
  const { firstLanguage = '', secondLanguage = '', currentSpecialty = '', currentPost = '', ethnicity = '' } = basic
  if (mobile !== '' && !isMobile.test(mobile)) add('B9', 'mobile')
  if (email !== '' && !isEmail.test(email)) add('B10', 'email')
  if (idNumber !== '') {
    if (!isIdNumber.test(idNumber)) add('B11', 'idNumber')
    if (!idCheckDigitOk(idNumber)) add('B12', 'idNumber')
    if (birthDate !== '' && birthDate !== idBirthDate(idNumber)) add('B13', 'birthDate')
    if (gender !== '' && gender !== idGender(idNumber)) add('B14', 'gender')
  }
  if (secondLanguage !== '' && secondLanguage === firstLanguage) add('B15', 'secondLanguage')
  if (workStartDate !== '' && birthDate !== '' && workStartDate <= birthDate) add('B16', 'workStartDate')
  if (currentSpecialty.startsWith('现不从事') && currentPost !== '999') add('B17', 'currentPost')
  if (gender !== '' && gender !== '1' && gender !== '2') add('B18', 'gender')
  if (ethnicity !== '' && !knownEthnicities.has(ethnicity)) add('B19', 'ethnicity')
  if (employer.length > longestEmployer) add('B20', 'employer')
}

// oxlint-disable-next-line eslint/complexity -- rules written out are what is measured
function checkTitle(title: Row, basic: Row, add: (rule: string, field: string) => void): void {
  const { titleLevel = '', titleSeries = '', issueDate = '', certificateNumber = '', managementNumber = '' } = title
  if (titleLevel === '') add('T1', 'titleLevel')
  else if (!levels.includes(titleLevel)) add('T5', 'titleLevel')
  if (titleSeries === '') add('T2', 'titleSeries')
  if (issueDate === '') add('T3', 'issueDate')
  else {
    if (!isMonth.test(issueDate)) add('T6', 'issueDate')
    if (issueDate > today) add('T7', 'issueDate')
    if (issueDate < (basic['workStartDate'] ?? '')) add('T8', 'issueDate')
  }
  if (certificateNumber === '') add('T4', 'certificateNumber')
  if (managementNumber !== '' && managementNumber === certificateNumber) add('T9', 'managementNumber')
}

function check({ basic, titles }: PersonRecord): readonly Mistake[] {
  const found: Mistake[] = []
  const addBasic = (rule: string, field: string): void => {
    found.push({ rule, path: `basic.${field}` })
  }
  checkFilled(basic, addBasic)
  checkBasic(basic, addBasic)
  if (titles.length === 0) found.push({ rule: 'X1', path: 'titles' })
  let index = 0
  for (const title of titles) {
    const row = index
    checkTitle(title, basic, (rule, field) => found.push({ rule, path: `titles[${row}].${field}` }))
    index += 1
  }
  return found
}

/** What a careful person writes: the floor. */
export const byHand: Engine = { name: 'by hand', run: check, verdict: (record) => verdictOf(check(record)) }
