import { speak } from '#core/words/translation.ts'

/** What is said when a draft is left that could not be saved. */
export const leavingWords = speak('leavingWords', {
  notSaved: '有内容还没有保存，所以留在这一页。请先“存到文件”或“再试一次”；再点一次离开，没保存的就没有了。',
} as const)
