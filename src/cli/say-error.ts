import type { AppError, ErrorMessages } from '#core/errors/error-code.ts'
import { toChinese } from '#core/errors/messages.zh-CN.ts'

// What names a page of the app leads nobody at a command line anywhere.
const here: Pick<ErrorMessages, 'FILE_SCHEME_NEWER'> = {
  FILE_SCHEME_NEWER: ({ found, ours }) =>
    `这个文件是用较新的采集方案 ${found} 版做的，这里的 codes 文件夹是 ${ours} 版，没有读入。请把本软件（连同 codes 文件夹）更新到带 ${found} 版的，再执行一次；文件本身没有问题，也没有改动。`,
}

const isErrno = (cause: unknown): cause is NodeJS.ErrnoException => cause instanceof Error && 'code' in cause

/** What the system says of files, in words; `file` is the one it says it of. */
const bySystem: Readonly<Record<string, (file: string) => string>> = {
  EEXIST: (file) => `已经有 ${file}，没有覆盖。请换一个文件名，或先把它移走。`,
  ENOENT: (file) => `没有找到 ${file}。请核对文件名和所在的文件夹。`,
  EACCES: (file) => `没有读写 ${file} 的权限。请换一个文件夹，或请管理员开放权限。`,
  EPERM: (file) => `系统不让读写 ${file}。请确认它没有被别的程序占用，或换一个文件夹。`,
  EBUSY: (file) => `${file} 正被别的程序占用。请关掉那个程序后再执行一次。`,
  EISDIR: (file) => `${file} 是文件夹，这里要的是文件。`,
  ENOSPC: (file) => `磁盘满了，${file} 没有写成。请清出空间后再执行一次。`,
}

/** What is wrong with how a command was written; what is quoted is the option, or the word too many. */
const byCommandLine: Readonly<Record<string, (quoted: string) => string>> = {
  ERR_PARSE_ARGS_UNKNOWN_OPTION: (quoted) => `不认识选项 ${quoted}。`,
  ERR_PARSE_ARGS_INVALID_OPTION_VALUE: (quoted) => `选项 ${quoted} 后面的内容缺少或者不对。`,
  ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL: (quoted) => `多出了 ${quoted}。`,
}
const quotedIn = (message: string): string => /'(.*?)'/s.exec(message)?.[1] ?? message

/** Whether a command was written in a way it does not know: its usage says how. */
export const isMiswritten = (cause: unknown): boolean => isErrno(cause) && (cause.code ?? '') in byCommandLine

/** Why a command that threw did not come to its end, and what to do. */
export function sayThrown(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause)
  if (!isErrno(cause)) return cause.message
  const { code = '', path = '这个文件', message } = cause
  return byCommandLine[code]?.(quotedIn(message)) ?? bySystem[code]?.(path) ?? message
}

/** The sentence of an error, with what to do about it at the command line. */
export function sayError(error: AppError): string {
  return error.code === 'FILE_SCHEME_NEWER' ? here.FILE_SCHEME_NEWER(error.params) : toChinese(error)
}
