import { reportingUnits, vouchedRevisions } from './reporting-units.ts'

/** Whose a submission is, as far as people of one ID number are told apart. */
export interface Whose {
  readonly recordId: string
  readonly name: string
  readonly gender: string
}

type Named = Pick<Whose, 'name' | 'gender'>

// What is left blank, as a table may leave it, is of nobody else.
const isSame = (one: string, other: string): boolean => one === other || one === '' || other === ''

/** Whether two submissions of one ID number may name one person. */
export const isNamedAlike = (one: Named, other: Named): boolean =>
  isSame(one.name, other.name) && isSame(one.gender, other.gender)

/** Whether two submissions of one ID number name two people (M03): of one record, it is the person who mended the name. */
export const isOtherPerson = (one: Whose, other: Whose): boolean =>
  one.recordId !== other.recordId && !isNamedAlike(one, other)

/** Whose the submission with this digest is. */
export type WhoseDigest = Whose & { readonly digest: string }

/** What arrives, and whose the submission is that counted then, where the trail does not say it. */
export interface Claim {
  readonly whose?: Whose
  readonly beside?: WhoseDigest
}

interface Claimed {
  readonly digest: string
  readonly unit?: string
  readonly whose?: Whose
}

interface Standing<Revision extends Claimed> {
  readonly revisions: readonly Revision[]
  readonly gone: readonly string[]
}

/** The revisions, with whose one of them is where the trail did not say it. */
export function withWhose<R extends Claimed>(revisions: readonly R[], { beside }: Claim): readonly R[] {
  if (!beside) return revisions
  const { digest, ...whose } = beside
  return revisions.map((each) => (each.digest === digest && !each.whose ? { ...each, whose } : each))
}

/**
 * Whether somebody is the person of this submission among others: by the record, by name and gender, or by a third that
 * shares the one with the one and the other with the other; a third that left one of them blank shares the record only.
 * Of a trail that does not say it, nobody is another.
 */
function isSamePersonAs(counting: Claimed, all: readonly Claimed[]): (each: Claimed) => boolean {
  if (!counting.whose) return () => true
  const nameOf = ({ name, gender }: Named): string => `${name}|${gender}`
  const records = new Set([counting.whose.recordId])
  const names = new Map<string, Named>([[nameOf(counting.whose), counting.whose]])
  const isNamed = (whose: Named): boolean => [...names.values()].some((known) => isNamedAlike(known, whose))
  const isOne = ({ whose }: Claimed): boolean => !whose || records.has(whose.recordId) || isNamed(whose)
  for (let known = 0; known !== records.size + names.size;) {
    known = records.size + names.size
    for (const { whose } of all.filter(isOne)) {
      if (!whose) continue
      records.add(whose.recordId)
      if (whose.name !== '' && whose.gender !== '') names.set(nameOf(whose), whose)
    }
  }
  return isOne
}

/** An arrival beside those that stand. */
export interface BesideOthers<Revision> {
  /** It names another person than the submission that counts, and somebody stands for that one (M03). */
  readonly isOfAnother: boolean
  /** What it has to be newer than, to count. */
  readonly against: readonly Revision[]
}

/** Holds an arrival against the submission that counts, by the digest it arrived with. */
export function besideOthers<R extends Claimed>(
  { revisions, gone }: Standing<R>,
  counting: string,
  arriving: Claim & { readonly digest: string },
): BesideOthers<R> {
  const known = withWhose(revisions, arriving)
  const vouched = vouchedRevisions({ revisions: known, gone })
  const counted = known.find(({ digest }) => digest === counting)
  if (!counted) return { isOfAnother: false, against: vouched }
  const isOne = isSamePersonAs(counted, [...known, arriving])
  const own = vouched.filter(isOne)
  if (isOne(arriving)) return { isOfAnother: false, against: own }
  return { isOfAnother: own.length > 0, against: vouched }
}

/** Those of these that name another person than the submission that counts, and that somebody stands for. */
export function othersThan<R extends Claimed>({ revisions, gone }: Standing<R>, counting: string): readonly R[] {
  const counted = revisions.find(({ digest }) => digest === counting)
  if (!counted) return []
  const isOne = isSamePersonAs(counted, revisions)
  return vouchedRevisions({ revisions, gone }).filter((each) => !isOne(each))
}

/** Units that report the person of the submission with this digest. */
export function unitsOfPerson<R extends Claimed>({ revisions, gone }: Standing<R>, digest: string): readonly string[] {
  const one = revisions.find((each) => each.digest === digest)
  return one ? reportingUnits({ revisions: revisions.filter(isSamePersonAs(one, revisions)), gone }) : []
}
