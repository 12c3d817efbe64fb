import { speak } from '#core/words/translation.ts'

/** Sentences about a newer scheme on the server. */
export const schemeNewsWords = speak('schemeNewsWords', {
  label: '方案更新',
  news: (version: string) =>
    `单位的服务器上有新的采集方案 ${version} 版。看清改了什么、核对发布者后再装，填过的内容不会改动。`,
  look: '查看',
  later: '以后再说',
} as const)
