import { visibleText } from '#core/characters/visible-text.ts'

/** What is said of a submission that was made with an earlier version of the scheme. */
export const earlierText = (version: string): string =>
  `用较早的采集方案 ${visibleText(version)} 版填写，按现在的规则检查`

/** The same of many people, by version. */
export function earlierTexts(earlier: ReadonlyMap<string, number>): readonly string[] {
  return [...earlier].map(([version, people]) => `${people} 人${earlierText(version)}`)
}

/** How many people were filled in with which earlier version. */
export function countEarlier(versions: Iterable<string | undefined>): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const version of versions) if (version !== undefined) counts.set(version, (counts.get(version) ?? 0) + 1)
  return counts
}
