/** Words of the house's own controls. */
export const uiWords = { closeToast: '关闭提示' } as const
