import { speak } from '#core/words/translation.ts'

/** Sentences of taking a draft back from a rescue file. */
export const rescueWords = speak('rescueWords', {
  open: '从抢救文件恢复',
  choose: '选择抢救文件',
  title: '从抢救文件恢复',
  lead: '文件里有下面这份记录。加入后是一份新的记录，现有的记录不会改动。',
  handedIn: (revision: number) =>
    `这份记录生成过第 ${revision} 次报送。它在这台电脑上已经没有了的，加入后接着报送；还在的（也看看“最近删除”），加入的算另一份记录，请把内容改回原来那份里再报送。`,
  name: '姓名',
  employer: '工作单位',
  filled: '已填',
  filledFields: (count: number) => `${count} 项`,
  savedAt: '浏览器最后保存',
  neverSaved: '没有保存过',
  add: '作为新记录加入',
  cancel: '不加入',
  empty: '未填',
  added: '已从抢救文件加入一份新记录，请打开核对。',
} as const)
