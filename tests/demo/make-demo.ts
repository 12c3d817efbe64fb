import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWholeText } from '#cli/write-whole-file.ts'
import { compareExpected } from '#core/review/expected-people.ts'
import { identityOf } from '#core/review/identity.ts'
import { firstRare } from '#core/rules/functions/rare-characters.ts'
import { openRegister } from '#core/unit/register.ts'
import { localDate } from '#server/local-date.ts'
import { loadScheme } from '#server/scheme/load-scheme.ts'
import { type HandedIn, makeHandIn } from './hand-in.ts'
import { peopleBelow, peopleOfSchool } from './people.ts'
import { demoPlaces } from './places.ts'
import { type DemoCounts, type DemoFacts, readMe } from './read-me.ts'
import { demoUnits } from './units.ts'
import { expectedOf, writeExpected, writeRegister } from './write-lists.ts'
import { writePacks, writeUnitKeys } from './write-packs.ts'
import { writeSubmissions } from './write-submissions.ts'

/** What is asked for: by the same count and seed the same people. */
export interface DemoWish {
  readonly people: number
  readonly folder: string
  readonly seed: number
}

const fewest = 30
const most = 20_000

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return []
    throw cause
  }
}

/** Why the folder is not made; undefined where nothing is in the way. What somebody has in it is never touched. */
export async function whyNot({ people, folder, seed }: DemoWish): Promise<string | undefined> {
  if (!Number.isSafeInteger(people) || people < fewest || people > most)
    return `人数要写 ${fewest} 到 ${most} 之间的整数。用法：npm run demo -- 人数 文件夹 种子`
  if (!Number.isSafeInteger(seed) || seed < 0) return '种子要写 0 或正整数：同样的人数和种子，编出来的人也一样。'
  if (folder.trim() === '') return '请写文件夹的名字。用法：npm run demo -- 人数 文件夹 种子'
  const there = await namesIn(folder)
  if (there.length === 0) return undefined
  return `文件夹“${folder}”不是空的（里面有 ${there.length} 项），没有写入，也没有改动里面的内容。请换一个文件夹，或先把它移走、删除。`
}

/** What of those who reported is seen in the app. */
function countsOf(standing: readonly HandedIn[], people: ReturnType<typeof peopleOfSchool>): DemoCounts {
  const expected = expectedOf(people)
  const rows = standing.map(({ record, revision }) => ({
    ...identityOf(record),
    employer: record.basic['employer'] ?? '',
    state: 'received' as const,
    revision,
  }))
  const { missing, differing, unexpected } = compareExpected(expected, rows, openRegister([]).find)
  const employers = rows.map(({ employer }) => employer).filter((name) => name !== demoUnits.school.name)
  return {
    received: rows.length,
    withErrors: standing.filter(({ errors }) => errors > 0).length,
    withWarnings: standing.filter(({ warnings }) => warnings > 0).length,
    rare: rows.filter(({ name }) => firstRare(name) !== '').length,
    otherUnit: employers.length,
    expected: expected.length,
    missing: missing.length,
    absent: people.absent.length,
    differing: differing.length,
    unexpected: unexpected.length,
  }
}

/** Makes the folder, which is empty or not there; gives what stands in 先读我. */
export async function makeDemo({ people: count, folder, seed }: DemoWish, now: Date): Promise<DemoFacts> {
  const loaded = await loadScheme()
  const { id, version } = loaded.bundle.manifest
  const handIn = makeHandIn(loaded, localDate(now))
  const at = (place: keyof typeof demoPlaces): string => join(folder, demoPlaces[place])
  await mkdir(at('keys'), { recursive: true })
  await writeUnitKeys(at('keys'), demoUnits.school)
  const cityKey = await writeUnitKeys(at('keys'), demoUnits.city)

  const people = peopleOfSchool(count, seed)
  const { files, standing } = await writeSubmissions(at('submissions'), people, { handIn, now })
  await writeExpected(at('expected'), expectedOf(people))
  await writeRegister(at('register'))

  const below = peopleBelow(Math.max(3, Math.round(count / 10)), seed)
  const packs = await writePacks(at('packs'), { people: below, handIn, scheme: { id, version }, cityKey, now })
  const facts = { seed, files, counts: countsOf(standing, people), packs }
  // With its mark, by which the old Notepad knows UTF-8, and line ends that it breaks at.
  await writeWholeText(at('readMe'), `\uFEFF${readMe(facts).replaceAll('\n', '\r\n')}`)
  return facts
}
