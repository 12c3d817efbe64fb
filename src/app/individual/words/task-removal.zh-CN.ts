import { speak } from '#core/words/translation.ts'

/** Sentences about removing a task, and why one stays. */
export const taskRemovalWords = speak('taskRemovalWords', {
  remove: '移除',
  removeFor: (unit: string) => `移除任务：${unit}`,
  kept: {
    sent: '按它生成过报送，送出和收退回单还要靠它',
    locked: '上锁的记录里也许有按它填写的。要移除，请先到“我的记录”输口令打开，再回来',
  },
} as const)
