import { speak } from '#core/words/translation.ts'

/** Words of the house's own controls. */
export const uiWords = speak('uiWords', { closeToast: '关闭提示' } as const)
