const places: ReadonlyMap<string, string> = new Map([
  ['外层', 'envelope'],
  ['文件头', 'header'],
  ['目录', 'manifest'],
  ['末尾', 'end'],
  ['密封', 'seal'],
  ['长度', 'length'],
  ['内容', 'content'],
  ['一个采集任务太大', 'a task is too large'],
  ['名单等资料太大', 'a list is too large'],
])

/** Where a file is damaged or cannot be written, as is said of it, in English; a path in the file stays as it is. */
export const damagedPlaceEn = (where: string): string =>
  places.get(where) ??
  where
    .replace(/^第 (\d+) 人$/, 'person $1')
    .replace(/^第 (\d+) 人太大$/, 'person $1 is too large')
    .replace(/^上报包“(.*)”太大$/, 'pack “$1” is too large')
    .replace(/^总大小超过 (\d+) MB$/, 'more than $1 MB in all')
