import type { LogFault } from '#server/store/log.ts'

const reasons: Readonly<Record<LogFault['why'], string>> = {
  gap: '缺了一条',
  hash: '内容被改过',
  head: '末尾对不上',
}

/** Where a log breaks, and how, in words. */
export const sayFault = ({ position, why }: LogFault): string => `日志在第 ${position} 条断开（${reasons[why]}）`
