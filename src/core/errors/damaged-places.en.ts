const places: ReadonlyMap<string, string> = new Map([
  ['外层', 'envelope'],
  ['文件头', 'header'],
  ['目录', 'manifest'],
  ['末尾', 'end'],
  ['密封', 'seal'],
  ['长度', 'length'],
  ['内容', 'content'],
])

/** Where a file is damaged or cannot be written, as is said of it, in English; a path in the file stays as it is. */
export const damagedPlaceEn = (where: string): string =>
  places.get(where) ??
  where.replace(/^第 (\d+) 人$/, 'person $1').replace(/^总大小超过 (\d+) MB$/, 'more than $1 MB in all')
