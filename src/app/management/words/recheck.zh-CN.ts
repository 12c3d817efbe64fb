import { speak } from '#core/words/translation.ts'

/** Sentences on cases that are checked again after a scheme update. */
export const recheckWords = speak('recheckWords', {
  label: '按现在的规则重新检查',
  doing: (version: string, done: number, of: number) => `正在按采集方案 ${version} 版重新检查：${done} / ${of} 人`,
  notYet: '没有检查到的人不会被批量通过，也不会上报。',
  left: (count: number, version: string) => `有 ${count} 人没能按采集方案 ${version} 版检查，不会被批量通过。`,
  inError: (count: number) => `有 ${count} 个已通过的人按现在的规则有必改的问题，处理之前不能上报。`,
  show: (count: number) => `看这 ${count} 人`,
  leftLabel: '没能按现在的规则检查的人',
  inErrorLabel: '已通过，按现在的规则有必改',
} as const)
