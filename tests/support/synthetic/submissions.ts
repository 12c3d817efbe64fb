import { firstRare } from '#core/rules/functions/rare-characters.ts'
import { writePack, type WrittenPack } from '#core/pack/write-pack.ts'
import { signSubmission } from '#core/submission/sign-submission.ts'
import type { SigningKey, SubmissionContent } from '#core/submission/submission.ts'
import type { Unit } from '#core/unit/unit.ts'
import { aSigningKey } from '../signing-keys.ts'
import { aSubmissionContent } from '../submissions.ts'
import { faults } from './faults.ts'
import { type SyntheticOptions, type SyntheticPerson, syntheticPeople } from './person.ts'

/** How submissions are made. */
export interface SyntheticSubmissionOptions extends SyntheticOptions {
  /** Device keys, used by turns; making a key for everyone takes longer than signing. */
  readonly keys?: readonly SigningKey[]
  readonly revision?: number
}

/** A signed file of somebody who does not exist. */
export interface SyntheticSubmission extends SyntheticPerson {
  readonly text: string
  readonly digest: string
}

/** What a person says of the warnings that stand when they hand in. */
function warningsOf({ record, fault }: SyntheticPerson): SubmissionContent['warnings'] {
  const rare = firstRare(record.basic['name'] ?? '') === '' ? [] : ['B04']
  const known = faults.find(({ kind }) => kind === fault)
  const rules = known?.severity === 'warning' ? [...rare, known.rule] : rare
  const pathOf = (rule: string): string =>
    rule === 'B04'
      ? 'basic.name'
      : rule === 'T18'
        ? 'titles[0].certificateNumber'
        : rule === 'B47'
          ? 'basic.currentPost'
          : 'basic.employer'
  return rules.map((rule) => ({ rule, path: pathOf(rule), reason: '与证件一致。' }))
}

/** The signed files of so many people, one after the other. */
export async function* syntheticSubmissions(
  count: number,
  { keys, revision = 1, ...options }: SyntheticSubmissionOptions = {},
): AsyncGenerator<SyntheticSubmission, void> {
  const used = keys ?? (await Promise.all(Array.from({ length: 4 }, () => aSigningKey())))
  let index = 0
  for (const person of syntheticPeople(count, options)) {
    const key = used[index % used.length]
    if (!key) throw new Error('no key to sign with')
    const content = aSubmissionContent({ revision, warnings: warningsOf(person) }, person.record)
    yield { ...person, ...(await signSubmission(content, key)) }
    index += 1
  }
}

interface SyntheticPackOptions extends SyntheticSubmissionOptions {
  readonly unit: Unit
  readonly key: SigningKey
}

/** A pack of so many people; everybody is made twice, so that a large pack needs no room. */
export async function syntheticPack(
  count: number,
  { unit, key, ...options }: SyntheticPackOptions,
): Promise<WrittenPack> {
  const keys = options.keys ?? [await aSigningKey()]
  const digests: string[] = []
  for await (const { digest } of syntheticSubmissions(count, { ...options, keys })) digests.push(digest)
  async function* texts(): AsyncGenerator<string, void> {
    for await (const { text } of syntheticSubmissions(count, { ...options, keys })) yield text
  }
  const scheme = { id: 'gx-zyjs', version: '2012.1' }
  const manifest = { unit, scheme, createdAt: '2026-11-24T03:00:00.000Z', submissions: digests }
  return writePack({ manifest, submissions: texts(), key })
}
