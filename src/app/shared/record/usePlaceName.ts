import { useSchemeStore } from '#app/shared/scheme/useSchemeStore.ts'
import { placeIn } from '#core/record/place-in.ts'
import { recordWords } from './words.zh-CN.ts'

/** Names a place in the record for people: “专业技术资格信息 第 2 条 · 评审会”. */
export function usePlaceName(): (path: string) => string {
  const { scheme } = useSchemeStore()
  return (text) => placeIn(scheme, text, recordWords.row)
}
