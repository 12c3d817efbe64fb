import { parsePath } from '#core/record/field-path.ts'
import type { Guide, GuideEntry } from './guide.ts'

const named = ({ entries }: Guide, ids: readonly string[]): readonly GuideEntry[] =>
  ids.flatMap((id) => entries.find((entry) => entry.id === id) ?? [])

/** The entries behind rules and then those of a field (its path in a record), each once. */
export function entriesFor(
  guide: Guide,
  { path = '', rules = [] }: { readonly path?: string; readonly rules?: readonly string[] },
): readonly GuideEntry[] {
  const at = parsePath(path)
  const ofField = at?.field === undefined ? [] : (guide.byField[`${at.sheet}.${at.field}`] ?? [])
  return named(guide, [...new Set([...rules.flatMap((rule) => guide.byRule[rule] ?? []), ...ofField])])
}

/** The entry of this number. */
export const entryOf = (guide: Guide, id: string): GuideEntry | undefined => named(guide, [id])[0]

const fold = (text: string): string => text.normalize('NFKC').toLowerCase()

const bodyOf = ({ answer, here = '' }: GuideEntry): string => [...answer, here].join('\n')

function weigh(entry: GuideEntry, said: GuideEntry, words: readonly string[]): number {
  const title = fold(`${entry.id} ${entry.question} ${said.question}`)
  const body = fold(`${bodyOf(entry)}\n${bodyOf(said)}`)
  let weight = 0
  for (const word of words) {
    if (title.includes(word)) weight += 3
    else if (body.includes(word)) weight += 1
    else return 0
  }
  return weight
}

/**
 * Entries that have every word of the query, those with it in the question first; all of them for an empty query.
 * @param sayEntry an entry as it is shown in another language; it is found by both.
 */
export function searchGuide(
  { entries }: Guide,
  query: string,
  sayEntry: (official: GuideEntry) => GuideEntry = (official) => official,
): readonly GuideEntry[] {
  const words = fold(query).split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries
    .map((entry) => ({ entry, weight: weigh(entry, sayEntry(entry), words) }))
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ entry }) => entry)
}
