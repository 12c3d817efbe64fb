import type { ErrorMessages, NoAnswer } from './error-code.ts'

const causes: { readonly [W in NoAnswer]: string } = {
  offline: '连不上服务器',
  timeout: '服务器很久没有回答',
  cut: '服务器的回答到一半断了',
  foreign: '回答的不是采报服务器（可能是上网登录页或代理）',
  busy: '服务器现在忙',
  failed: '服务器出了问题',
}

const whens: { readonly [W in NoAnswer]: string } = {
  offline: '联网后',
  timeout: '稍后',
  cut: '稍后',
  foreign: '先打开任意网页完成上网登录，',
  busy: '过一分钟',
  failed: '稍后',
}

/** What is said of what staff ask a server by hand, where no answer of its own came: of most of it nothing asks again. */
export const byHandMessages = {
  // Only a busy server says that it did nothing; what a broken line carried may have arrived.
  PRESS_NOT_ANSWERED: ({ why }) =>
    why === 'busy'
      ? `${causes[why]}，这一步没有做成，也不会自动再做。请${whens[why]}再按一次。`
      : `${causes[why]}，这一步没有得到答复，不能当作做成了，也不会自动再做。请${whens[why]}再按一次；不放心的，先重新载入看看做成了没有。`,
  PAGE_NOT_READ: ({ why }) =>
    `${causes[why]}，要看的内容没有取到，也不会自动再取。请${whens[why]}再试一次，或重新载入这一页。`,
  PAGE_NOT_RENEWED: ({ why }) =>
    `${causes[why]}，数字没有更新，半分钟后自动再取。${why === 'foreign' ? '请先打开任意网页完成上网登录。' : ''}`,
} satisfies Partial<ErrorMessages>
