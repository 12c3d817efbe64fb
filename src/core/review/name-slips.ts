// 第一中学 and 第二中学 are two schools, 城南 and 城北 two places, 支队 and 大队 two bodies: what differs there is never a slip.
const marks =
  /[0-9A-Za-z]+|[〇零一二三四五六七八九十百]+|[东南西北甲乙丙丁]|[分支](?=公司|局|院|校|行|队|站|所|厂|店)|[大中]队/gu
const schools = /[大中小]学/gu

const found = (name: string, pattern: RegExp): string => (name.match(pattern) ?? []).join('|').toLowerCase()

/** Which of several units of one kind a name means: two units never have the same name but for this. */
export const marksIn = (name: string): string => found(name, marks)

/** Whether what differs between two names may be a slip: neither number, direction nor branch, nor the kind of school. */
export function mayBeSlips(a: string, b: string): boolean {
  const [left, right] = [found(a, schools), found(b, schools)]
  // Who writes 一中 leaves the kind out.
  return marksIn(a) === marksIn(b) && (left.startsWith(right) || right.startsWith(left))
}

type Characters = readonly string[]

/** Whether what differs is two characters side by side, and both are others. */
function isOtherWord(a: Characters, b: Characters): boolean {
  const at = a.findIndex((character, index) => character !== b[index])
  return a.length === b.length && a.slice(at + 2).join('') === b.slice(at + 2).join('')
}

/**
 * How many slips make one name of the other, more than `limit` when it takes more: characters to change, to leave out, to
 * add or to swap with the next. Two others side by side are no slips but another word: 财政 and 教育, 民安 and 平政.
 */
export function slipsBetween(a: Characters, b: Characters, limit: number): number {
  function behind(from: number, to: number, left: number): number {
    let [i, j] = [from, to]
    while (i < a.length && a[i] === b[j]) [i, j] = [i + 1, j + 1]
    const [restA, restB] = [a.length - i, b.length - j]
    const fewest = Math.max(restA, restB) - Math.min(restA, restB)
    if (fewest > left) return left + 1
    if (restA === 0 || restB === 0) return fewest
    if (left === 0) return 1
    const isSwapped = a[i] === b[j + 1] && a[i + 1] === b[j]
    const ways = [behind(i + 1, j + 1, left - 1), behind(i + 1, j, left - 1), behind(i, j + 1, left - 1)]
    return 1 + Math.min(...ways, isSwapped ? behind(i + 2, j + 2, left - 1) : left)
  }
  const slips = behind(0, 0, limit)
  return slips === 2 && isOtherWord(a, b) ? limit + 1 : slips
}

/** In how many characters names may differ by slips: short ones are too easily of another unit. */
export function slipsAllowed(a: Characters, b: Characters): number {
  const shorter = Math.min(a.length, b.length)
  if (shorter < 5) return 0
  return shorter < 8 ? 1 : 2
}
