import { identityOf, type PersonIdentity } from '#core/review/identity.ts'
import { isNewer, isRival, type RevisionRank } from '#core/review/review-case.ts'
import type { ManifestContent } from '#core/pack/pack.ts'
import type { PersonRecord } from '#core/record/record.ts'
import { isOtherPerson, type Whose as WhoseRecord } from '#core/review/whose-case.ts'

/** Whose a submission is, as far as files of one ID number are told apart, and the pack it came in. */
export interface Whose extends WhoseRecord {
  readonly file: string
  readonly idNumber: string
  readonly pack?: Required<Pick<ManifestContent, 'unit' | 'merged'>> | undefined
}

/** Whose record this is. */
export function whoseIs(file: string, record: PersonRecord, pack?: Whose['pack']): Whose {
  const { idNumber, name, gender } = identityOf(record)
  return { file, recordId: record.id, idNumber, name, gender, pack }
}

/** Somebody among namesakes: by the ID number, without one by the birth date, as their cases are told apart. */
export function namedApart({
  name,
  idNumber,
  birthDate,
}: Pick<PersonIdentity, 'name' | 'idNumber' | 'birthDate'>): string {
  if (idNumber !== '') return `${name}（${idNumber}）`
  return birthDate === '' ? name : `${name}（${birthDate} 出生）`
}

/** One person from two units: people decide which of them reports (M15). */
export const fromTwoUnits = (name: string, one: string, other: string): string =>
  `M15 ${name} 同时在 ${one} 和 ${other} 里，请确定由哪个单位报。`

/** Whether a unit reports on for the other what that one reported to it. */
const isAbove = (one: NonNullable<Whose['pack']>, other: NonNullable<Whose['pack']>): boolean =>
  other.unit.parent?.orgCode === one.unit.orgCode || one.merged.some(({ unit }) => unit.orgCode === other.unit.orgCode)

/** What people have to decide between two submissions that stand for one person, before one of them counts. */
export function doubtsBetween(one: Whose, other: Whose): readonly string[] {
  const doubts: string[] = []
  if (one.idNumber !== '' && isOtherPerson(one, other)) {
    doubts.push(
      `M03 ${one.file}（${one.name}）和 ${other.file}（${other.name}）身份证号相同，姓名或性别不同，请核对原件。`,
    )
  }
  const [first, second] = [one.pack, other.pack]
  const areTwo = first && second && first.unit.orgCode !== second.unit.orgCode
  if (areTwo && !isAbove(first, second) && !isAbove(second, first)) {
    doubts.push(fromTwoUnits(one.name, one.file, other.file))
  }
  return doubts
}

/** A submission among those of its person, and the file of another that is as new and says something else. */
export interface Newest extends Whose, RevisionRank {
  readonly rival?: string
}

/** Which of two submissions of a person counts. Of two that are equally new, one does until people decide (M02). */
export function newerOf<One extends Newest>(standing: One | undefined, next: One): One {
  if (!standing) return next
  const isNext = isNewer(next, standing)
  const [counts, other] = isNext ? [next, standing] : [standing, next]
  return isRival(next, standing) ? { ...counts, rival: other.file } : counts
}

/** What has to be decided before a submission counts: it has one beside it that is as new. */
export function rivalDoubts({ file, name, revision, rival }: Newest): readonly string[] {
  if (rival === undefined) return []
  const both = `M02 ${name} 的 ${file} 和 ${rival} 都是第 ${revision} 版，内容不同，分不出哪份新`
  return [`${both}。请与本人核实以哪份为准，把另一份移到别处。`]
}
