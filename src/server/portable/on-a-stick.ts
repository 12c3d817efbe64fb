import { NotOpened } from '../store/open-failure.ts'

/** What is set on a stick, in words; by its start scripts nothing else is. */
const whereThePortIs =
  '端口写在 U 盘版文件夹的“端口.txt”里：请打开它（没有就新建），只写一个数字（如 18621），以后一直用它；删掉这个文件就用 18620。' +
  '以前在这台电脑上填过的，请写原来的数字：浏览器按地址保存草稿，换了端口就看不到了。'

const isWriteProtected = (place: string): string =>
  `U 盘写保护或只读，或者这个用户没有写的权限，数据写不进 ${place}。请关掉写保护开关，或把整个文件夹复制到自己的文件夹（如桌面），从那里启动。`

const isDamaged = (place: string): string =>
  `U 盘版文件夹里的“数据”坏了（${place}）。请把它改名留着（不要删），再启动：个人填写的草稿在浏览器里，不受影响；网上收到的报送要从备份恢复。`

/**
 * Why nothing started, in words for a stick: with the file in which it has what is the setting PORT elsewhere, and with what
 * to do about a stick where elsewhere a setting names another folder; other sentences as they are.
 */
export function sayOnStick(cause: unknown): string {
  if (cause instanceof NotOpened && cause.isUnwritable) return isWriteProtected(cause.place)
  if (cause instanceof NotOpened && cause.isDamaged) return isDamaged(cause.place)
  const why = cause instanceof Error ? cause.message : String(cause)
  return /\bPORT\b/.test(why) ? `${why}\n${whereThePortIs}` : why
}
