import type { Draft } from './draft-storage.ts'

/** Names the format of a rescue file, with its version. */
export const rescueFormat = 'rescue/1'
const note = '这是采报的抢救文件。请不要改动它；在采报首页点“从抢救文件恢复”打开。'

/** The rescue file of a draft. */
export function writeRescue({ record, savedAt, confirmations, declarations, handedIn }: Draft): {
  readonly fileName: string
  readonly text: string
} {
  return {
    fileName: `采报-抢救-${record.basic['name'] ?? '未命名'}.json`,
    text: JSON.stringify(
      {
        caibao: rescueFormat,
        note,
        draft: { record, savedAt, confirmations, declarations, ...(handedIn && { handedIn }) },
      },
      null,
      1,
    ),
  }
}
