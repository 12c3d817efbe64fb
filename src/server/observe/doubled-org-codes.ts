import type { Store } from '../store/store.ts'
import { doubledOrgCodes } from '../store/org-tree.ts'

const mostNamed = 20

/** What is said at the start about codes that several organisations have; a server that holds such starts all the same. */
export async function doubledCodeWarnings({ reader }: Pick<Store, 'reader'>): Promise<readonly string[]> {
  const doubled = await doubledOrgCodes(reader, mostNamed)
  return [...doubled].map(
    ([code, names]) =>
      `注意：机构代码 ${code} 有 ${names.length} 个单位在用：${names.join('、')}。任务和上报包按代码认单位，会认不清；` +
      '请确认代码是谁的，另外的单位请用自己的代码重新增加，不要再收件（docs/operations.zh-CN.md 第 7 节）。',
  )
}
