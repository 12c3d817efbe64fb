import { joins } from '#app/shared/words/joins.zh-CN.ts'
import { visibleText } from '#core/characters/visible-text.ts'

const mostNamed = 5

/** The first of some people, by name. */
export function someNames(people: readonly { readonly name: string }[]): string {
  const named = people.slice(0, mostNamed).map(({ name }) => visibleText(name))
  return `${joins.list(named)}${people.length > mostNamed ? joins.andMore : ''}`
}
