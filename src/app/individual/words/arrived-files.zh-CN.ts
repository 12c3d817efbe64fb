import { speak } from '#core/words/translation.ts'

/** Sentences about files that came to the page and cannot be had. */
export const arrivedFilesWords = speak('arrivedFilesWords', {
  notOpened: (names: readonly string[]) =>
    `${names.map((name) => `“${name}”`).join('、')}打不开。请确认还在原处、没有被别的程序占用，再打开一次；现有数据没有改动。`,
  droppedNothing: '没有收到文件：从邮件或聊天窗口里拖不过来。请先把文件存到电脑上，再拖到本页或从“打开文件…”打开。',
} as const)
