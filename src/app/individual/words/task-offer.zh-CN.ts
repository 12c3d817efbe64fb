import { speak } from '#core/words/translation.ts'

/** Sentences about a task that is offered, and the records it can be used for. */
export const taskOfferWords = speak('taskOfferWords', {
  offered: '收到一份采集任务',
  version: (asked: string, here: string) =>
    `任务按方案 ${asked} 版签发，本软件装的是 ${here} 版；可以填写，单位会按它的版本检查。`,
  use: '用在哪份记录',
  fresh: '新建一份记录',
  existing: (name: string) => `“${name}”的记录`,
  moved: (name: string) => `“${name}”的记录改用这个任务`,
  followed: (issued: string) => `现在按 ${issued} 签发的任务填写；填好的内容、历史和报送次数都留着`,
  overwrites: (before: string) => `单位由“${before}”改为任务里的名称`,
  overwritesDivision: (before: string) => `单位所在地由“${before}”改为任务里的所在地`,
  deadlineMoves: (before: string, after: string) => `截止日期由“${before}”改为“${after}”`,
  noDeadline: '没有写',
  issuedEarlier: '注意：这个任务比它现在按的签发得早。请先问单位该按哪一个填写',
  otherSigner: '注意：签发这个任务的密钥与它现在按的任务不同。请先与单位核对指纹',
  locked: '锁着的记录没有列在这里。要用在其中一份，请先到“我的记录”输口令打开，再回来。',
  accept: '已核对，按此任务填写',
  dismiss: '不用这份任务',
} as const)
