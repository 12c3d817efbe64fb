import { speak } from '#core/words/translation.ts'

/** Sentences of 名册表. */
export const rosterWords = speak('rosterWords', {
  title: '名册表',
  lead: '把审核通过的人打印成名册表，签名盖章后与数据一起上报。每页的校验码和二维码把纸与数据绑在一起。',
  empty: '还没有人审核通过。在“检查”里核对原件并点“通过”后，就能打印名册表。',
  toCases: '去检查',
  people: (count: number) => `${count} 人已通过或已上报`,
  digest: '数据校验码',
  open: (count: number) => `还有 ${count} 人未审核，名册表不完整。`,
  columns: '栏目和顺序',
  add: '增加栏目',
  choose: '选择栏目',
  up: (label: string) => `${label} 前移`,
  down: (label: string) => `${label} 后移`,
  remove: (label: string) => `去掉 ${label}`,
  order: '排序',
  orders: { pinyin: '按姓名拼音', stroke: '按姓名笔画', unit: '按单位，再按拼音' },
  paper: '纸张',
  papers: { a4: 'A4 横向', a3: 'A3 横向' },
  tooWide: (columns: number, most: number, paper: 'a4' | 'a3') =>
    `选了 ${columns} 个栏目，${paper.toUpperCase()} 横向的一页最多放得下 ${most} 个，不能打印。请${paper === 'a4' ? '改用 A3 或' : ''}去掉一些栏目。`,
  layout: '版式',
  usual: '通用版式',
  layoutName: '版式名称',
  saveLayout: '保存为版式',
  removeLayout: '删除这个版式',
  layoutRemoved: (name: string) => `版式“${name}”已删除。`,
  undo: '撤销',
  dropped: (fields: string) => `现在的采集方案没有这些栏目，版式里的没有放进来：${fields}。`,
  layoutSaved: (name: string) => `版式“${name}”已保存。`,
  print: '打印名册表（PDF）',
  preview: (shown: number, all: number) => (shown < all ? `前 ${shown} 人，共 ${all} 人` : `共 ${all} 人`),
  number: '序号',
  prints: '打印过的名册表',
  printed: (count: number, by: string) => `${count} 人 · ${by}`,
  stands: '与现在的数据一致',
  changed: '之后数据改过',
  check: '用纸上的校验码核对',
  checkLead: '输入名册表、统计表或采集表页脚的 16 位校验码，或用扫码枪扫页脚的二维码，就知道这张纸是不是现在的数据。',
  code: '校验码',
  checkNow: '核对',
  scan: '拍照扫码',
  verdicts: {
    now: (count: number) => `一致：这张名册表就是现在的数据，${count} 人。`,
    nowTotals: (count: number) =>
      `一致：这张统计表统计的就是现在已通过的人，${count} 人。它不是名册表，不能代替名册表盖章上报。`,
    held: (count: number) => `一致：这张纸就是现在全部在册的人的数据，${count} 人。`,
    earlier: (when: string, printed: number, now: number) =>
      `这是 ${when} 打印的名册表（${printed} 人），之后数据改过，现在 ${now} 人。纸上的不能再用，请重新打印并盖章。`,
    pack: (unit: string, count: number) => `一致：这是“${unit}”随上报包交来的名册表，${count} 人。`,
    packTotals: (unit: string, count: number) =>
      `一致：这张统计表统计的就是“${unit}”上报包里的人，${count} 人。它不是随包的名册表。`,
    form: (name: string) => `一致：这是 ${name} 的采集表，与现在的数据一致。`,
    formEarlier: (name: string, revision: number) =>
      `这是 ${name} 的采集表，按第 ${revision} 版报送打印；现在采用的已经不是这一份，请按现在的数据核对，重新打印。`,
    unknown: '对不上：这个校验码不是本单位打印的，也不是下级上报包里的。请核对是否看错，或向填报单位核实。',
  },
  notSeen: '照片里没有看到二维码，请靠近些再拍一次，或直接输入校验码。',
} as const)

/** What stands on the paper, official whatever the language of the screen. */
export const rosterPaperWords = {
  title: '广西专业技术人员信息采集名册表',
  formOfOtherScheme: (title: string) => `${title} · 报送后换过采集方案，不带校验码`,
  slip: '退回单',
  formFile: (name: string) => `采集表_${name}.pdf`,
  slipFile: (name: string, revision: number, ending: 'rtn' | 'pdf') => `${name}_退回单_r${revision}.${ending}`,
  proofFile: (name: string) => `${name}_上报凭证.json`,
  receivedFile: (name: string, revision: number, code: string) => `${name}_报送文件_r${revision}_${code}.rpu`,
  enteredFile: (name: string) => `${name}_单位代录.rpu`,
  fileName: (unit: string, day: string, count: number) => `${unit}_名册表_${day}_${count}人.pdf`,
} as const

/** What stands on the poster of a task. */
export const posterWords = {
  title: '采集任务海报',
  until: (day: string) => `请在 ${day} 前完成`,
  noDeadline: '不限截止日期',
  certifiedBy: (unit: string, top: string, fingerprint: string) =>
    `由 ${unit} 证明；最上一级 ${top} 的指纹 ${fingerprint}`,
  fileName: (unit: string, day: string) => `${unit}_采集任务海报_${day}.pdf`,
} as const

/** Sentences of making a paper. */
export const paperWords = speak('paperWords', {
  making: (percent: number) => `正在生成 PDF ${percent}%`,
  reading: (done: number, all: number) => `正在读取 ${done} / ${all} 人`,
  cancel: '取消',
  missing: (characters: string) => `这些字还画不出来，纸上会空着：${characters}`,
  saveAnyway: '仍然保存',
  saved: (fileName: string) => `已保存 ${fileName}`,
} as const)
