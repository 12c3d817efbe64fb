import type { AppError, ErrorMessages } from '#core/errors/error-code.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'

// What names a page of the app leads nobody at a command line anywhere.
const here: Pick<ErrorMessages, 'FILE_SCHEME_NEWER'> = {
  FILE_SCHEME_NEWER: ({ found, ours }) =>
    `这个文件是用较新的采集方案 ${found} 版做的，这里的 codes 文件夹是 ${ours} 版，没有读入。请把本软件（连同 codes 文件夹）更新到带 ${found} 版的，再执行一次；文件本身没有问题，也没有改动。`,
}

const isErrno = (cause: Error): cause is NodeJS.ErrnoException => 'code' in cause

/** Why a command that threw did not come to its end; of a file that is there already, what to do. */
export function sayThrown(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  return isErrno(cause) && cause.code === 'EEXIST'
    ? `已经有 ${cause.path ?? '这个文件'}，没有覆盖。请换一个文件名，或先把它移走。`
    : cause.message
}

/** The sentence of an error, with what to do about it at the command line. */
export function sayError(error: AppError): string {
  return error.code === 'FILE_SCHEME_NEWER' ? here.FILE_SCHEME_NEWER(error.params) : toChinese(error)
}
