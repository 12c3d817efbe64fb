import type { PersonRecord, Row } from '#core/record/record.ts'

const identity = { scheme: 'gx-zyjs', schemeVersion: '2012.1', id: '0f8fad5b-d9cb-469f-a165-70867728950e' } as const

/** A teacher in 北流 whose record has no open error: the base of tests, changed field by field. */
export function aPerson(changes: Partial<Omit<PersonRecord, 'scheme'>> = {}): PersonRecord {
  const school: Row = {
    educationLevel: '21',
    school: '广西师范大学',
    major: '汉语言文学',
    graduationDate: '2001-07',
    schoolingYears: '4',
  }
  return {
    ...identity,
    basic: {
      name: '韦晓𬱖',
      idNumber: '452526197904182627',
      gender: '2',
      ethnicity: '08',
      birthDate: '1979-04-18',
      birthPlace: '450981',
      nativePlace: '450981',
      politicalStatus: '13',
      workStartDate: '2001-08',
      employer: '北流市第一中学',
      employerDivision: '450981',
      identityNature: '21',
      currentSpecialty: '高中语文教学',
      specialtyStartDate: '2001-08',
      currentPost: '052',
      isReturnee: '0',
      mobile: '13807750000',
      email: 'weixiao@example.com',
    },
    education: [
      { educationItem: '1', ...school },
      { educationItem: '2', ...school },
    ],
    titles: [],
    qualifications: [],
    awards: [],
    honors: [],
    ...changes,
  }
}

const teacherTitle: Row = {
  qualificationName: '04301',
  titleSeries: '04',
  titleLevel: '3',
  acquisitionMethod: '11',
  reviewCommittee: '3004',
  issueDate: '2006-12',
  certificateNumber: 'B0612345',
}

/** The same teacher with a title: nothing stands in the way of handing in. */
export function aSoundPerson(basic: Row = {}): PersonRecord {
  const person = aPerson({ titles: [teacherTitle] })
  return { ...person, basic: { ...person.basic, name: '韦晓莉', currentPost: '053', ...basic } }
}
