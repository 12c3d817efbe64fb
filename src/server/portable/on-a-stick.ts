/** What is set on a stick, in words; by its start scripts nothing else is. */
const whereThePortIs =
  '端口写在 U 盘版文件夹的“端口.txt”里：请打开它（没有就新建），只写一个数字（如 18621），以后一直用它；删掉这个文件就用 18620。' +
  '以前在这台电脑上填过的，请写原来的数字：浏览器按地址保存草稿，换了端口就看不到了。'

/** Why nothing started, with the file in which a stick has what is the setting PORT elsewhere; other sentences as they are. */
export const sayOnStick = (why: string): string => (/\bPORT\b/.test(why) ? `${why}\n${whereThePortIs}` : why)
