import type { PersonRecord } from '#core/record/record.ts'

/** What tells people apart: the ID number first, then name and birth date (M02–M04). */
export interface PersonIdentity {
  readonly idNumber: string
  readonly name: string
  readonly birthDate: string
  readonly gender: string
}

/** Identity in a record; dots of names in one spelling, because keyboards write several. */
export function identityOf({ basic }: PersonRecord): PersonIdentity {
  const text = (key: string): string => (basic[key] ?? '').normalize('NFC').trim()
  return {
    idNumber: text('idNumber').toUpperCase(),
    name: text('name')
      .replace(/[•・‧∙⋅]/gu, '·')
      .replace(/\s+/gu, ''),
    birthDate: text('birthDate'),
    gender: text('gender'),
  }
}

/** Name of the case of a person: the same on every device that receives the same files. */
export function caseIdOf({ idNumber, name, birthDate }: PersonIdentity): string {
  return idNumber === '' ? `name:${name}:${birthDate}`.slice(0, 80) : `id:${idNumber}`.slice(0, 80)
}

/** Two cases that may be of one person, or one case that may be of two. */
export interface IdentityDoubt {
  readonly rule: 'M03' | 'M04'
  readonly other: string
}

/** Doubts about a new arrival among the people already there, each with the name of their case. */
export function identityDoubts(
  arrival: PersonIdentity,
  others: Iterable<PersonIdentity & { readonly caseId: string }>,
): readonly IdentityDoubt[] {
  const doubts: IdentityDoubt[] = []
  for (const other of others) {
    const isSameNumber = arrival.idNumber !== '' && arrival.idNumber === other.idNumber
    const isSameName = arrival.name === other.name
    if (isSameNumber && (!isSameName || arrival.gender !== other.gender))
      doubts.push({ rule: 'M03', other: other.caseId })
    else if (!isSameNumber && isSameName && arrival.birthDate !== '' && arrival.birthDate === other.birthDate) {
      doubts.push({ rule: 'M04', other: other.caseId })
    }
  }
  return doubts
}
