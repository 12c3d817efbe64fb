import { speak } from '#core/words/translation.ts'

/** Sentences of 统一单位名称. */
export const namesWords = speak('namesWords', {
  title: '统一单位名称',
  lead: '单位名称要与公章完全一致，写法不同的会被当成不同单位统计。修改会逐人记下原值、新值和原因，并由单位签名。',
  own: (name: string) => `与公章“${name}”不一致的写法`,
  none: '所有人的单位名称都与公章一致。',
  byRegister: '按单位名录统一',
  byRegisterTable: '写法对照',
  spelled: '报来的写法',
  official: '名录里的全称',
  count: '人数',
  previewRegister: '预览按名录统一',
  registerReason: '按单位名录统一单位名称',
  otherRegister: '单位名录刚在另一个页面里换过，这一步没有做。请按现在的名录看过再改。',
  groups: '相近的写法',
  to: '统一为',
  people: (count: number) => `${count} 人`,
  blank: '（未填）',
  preview: '预览',
  previewOf: (changed: number) => `将修改 ${changed} 人：`,
  leftOut: (count: number, names: string) =>
    `另有 ${count} 人（${names}）已通过、退回、上报或搁置，不能直接修改，需要先重新检查（搁置的先取回）。`,
  apply: (count: number) => `修改这 ${count} 人`,
  cancel: '取消',
  signing: (done: number, total: number) => `正在逐人签名 ${done} / ${total} 人，全部完成才一次写入`,
  done: (count: number, left: number) =>
    (count > 0 ? `已统一 ${count} 人的单位名称，请告知本人。` : '') +
    (left > 0
      ? `${left} 人没有修改，仍列在原来的写法下：他们的报送还没有传到这台电脑。请让同事联网同步一次，在这里同步后再统一。`
      : ''),
  reason: '统一为公章名称',
  undo: '撤销',
  undoReason: '撤销统一单位名称',
  undone: (count: number, left: number) =>
    `已撤销，${count} 人的单位名称改回原样。${left > 0 ? `另有 ${left} 人此后有变化，保持现状。` : ''}`,
  leftAlone: (count: number, names: string) => `上一次没有修改的 ${count} 人：${names}`,
  moreNames: (count: number) => `等 ${count} 人`,
} as const)

/** Sentences of 上报. */
export const reportWords = speak('reportWords', {
  title: '上报',
  lead: '把审核通过的人签名打成一个上报包（.rpz），用 U 盘或其他方式交给上级单位。',
  ready: (count: number) => `可上报 ${count} 人`,
  erased: (count: number, names: string) =>
    `有 ${count} 人应本人要求已从服务器删除（${names}），不能再上报。请在“检查”里打开他们，搁置后再上报`,
  leaving: (count: number, names: string) => `有 ${count} 人已经搁置，但上报过的包里有他们：${names}。下次上报时撤回`,
  replanned: (ready: number, open: number) =>
    `名单刚才有变化，已按现在的重新算过：可上报 ${ready} 人${open > 0 ? `，还有 ${open} 人没有通过` : ''}。`,
  open: (count: number) => `还有 ${count} 人没有通过`,
  report: (count: number) => `上报 ${count} 人`,
  withdraw: (count: number) => `只撤回 ${count} 人`,
  withdrawn: (count: number) => `已撤回 ${count} 人，上报包已保存，请交给上级单位。`,
  leaveOut: '只上报已通过的人，其余以后再报',
  scopes: '上报范围',
  full: (count: number) => `全部：${count} 人`,
  changes: (count: number, withdrawn: number) =>
    `只报上次之后的变化：${count} 人${withdrawn > 0 ? `，另撤回 ${withdrawn} 人` : ''}`,
  printed: (digest: string, when: string) => `与 ${when} 打印的名册表一致，校验码 ${digest}。`,
  notPrinted: '还没有打印名册表。上报要附盖章的名册表，请先打印。',
  changed: (reported: number, printed: number) =>
    `数据在打印名册表之后改过：要上报 ${reported} 人，名册表 ${printed} 人。请重新打印并盖章。`,
  rosterUnread: (count: number) =>
    `有 ${count} 条名册表打印记录本版本读不了，不知道盖章的名册表与现在的数据是否一致。请刷新网页更新到新版本；更新后仍读不了的，重新打印名册表并盖章，以新打印的为准。`,
  toRoster: '去打印名册表',
  withoutRoster: '这次不附名册表',
  progress: (done: number, total: number) => `正在写入 ${done} / ${total} 人`,
  stop: '停止',
  marking: (done: number, total: number) => `上报包已保存，正在登记 ${done} / ${total} 人`,
  done: (count: number) => `已上报 ${count} 人，上报包已保存，请交给上级单位。`,
  history: '上报包',
  none: '还没有上报或接收过上报包。',
  kinds: { reported: '本单位上报', received: '接收下级' },
  line: (unit: string, count: number) => `${unit} · ${count} 人`,
  notTaken: '上级没有接收',
  missingAbove: '其中的人上级还没有收到。把全部人员重新上报一次，上级就齐了，不会重复计数。',
  missingAboveOther: '其中的人上级还没有收到，请按上面说的处理。',
  packsUnread: (count: number) =>
    `有 ${count} 个上报包的传送记录本版本读不了，不知道上级收到没有。记录原样保留，请刷新网页更新到新版本；等不及的，把全部人员重新上报一次，上级就齐了，不会重复计数。`,
  reportAll: (count: number) => `重新上报全部 ${count} 人`,
  elsewhere: '在本单位的另一台设备上写成',
  proven: (until: string) => `有证书，有效期到 ${until}`,
  signer: (fingerprint: string) => `没有证书，指纹 ${fingerprint}`,
  digest: '校验码',
} as const)
