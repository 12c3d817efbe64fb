import { cutText } from '#core/characters/cut-text.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { isNamedAlike } from './whose-case.ts'

/** What tells people apart: the ID number first, then name and birth date (M02–M04). */
export interface PersonIdentity {
  readonly idNumber: string
  readonly name: string
  readonly birthDate: string
  readonly gender: string
}

/** A name of a person as names are compared: dots in one spelling, because keyboards write several, and no spaces. */
export const personNameKey = (name: string): string =>
  name
    .normalize('NFC')
    .replace(/[•・‧∙⋅]/gu, '·')
    .replace(/\s+/gu, '')

/** Identity in a record. */
export function identityOf({ basic }: PersonRecord): PersonIdentity {
  const text = (key: string): string => (basic[key] ?? '').normalize('NFC').trim()
  return {
    idNumber: text('idNumber').toUpperCase(),
    name: personNameKey(text('name')),
    birthDate: text('birthDate'),
    gender: text('gender'),
  }
}

/** Name of the case of a person: the same on every device that receives the same files. */
export function caseIdOf({ idNumber, name, birthDate }: PersonIdentity): string {
  return cutText(idNumber === '' ? `name:${name}:${birthDate}` : `id:${idNumber}`, 80)
}

/** Somebody, and the case they are in: a corrected ID number does not move it, so its name may be of another number. */
export interface PersonOfCase extends PersonIdentity {
  readonly caseId: string
}

/** Two cases that may be of one person, or one case that may be of two. */
export interface IdentityDoubt {
  readonly rule: 'M02' | 'M03' | 'M04'
  readonly other: string
}

function doubtsBetween(one: PersonOfCase, other: PersonOfCase): readonly IdentityDoubt['rule'][] {
  const [isOwnCase, isSameName] = [one.caseId === other.caseId, one.name === other.name]
  if (one.idNumber !== '' && one.idNumber === other.idNumber) {
    return [...(isOwnCase ? [] : (['M02'] as const)), ...(isNamedAlike(one, other) ? [] : (['M03'] as const))]
  }
  const isNamesake = isSameName && one.birthDate !== '' && one.birthDate === other.birthDate
  return isNamesake && !isOwnCase ? ['M04'] : []
}

/** Doubts about somebody among the people of these cases, each with the name of their case. */
export const identityDoubts = (one: PersonOfCase, others: readonly PersonOfCase[]): readonly IdentityDoubt[] =>
  others.flatMap((other) => doubtsBetween(one, other).map((rule) => ({ rule, other: other.caseId })))
