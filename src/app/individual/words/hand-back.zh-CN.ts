import { speak } from '#core/words/translation.ts'

/** Sentences of 交还电脑. */
export const handBackWords = speak('handBackWords', {
  title: '交还电脑',
  lead: '借用或共用的电脑用完以后，先确认每份记录别处都有，再把这里的全部清空。清空以后无法找回。',
  proofs: {
    file: '备份文件里有，核对过',
    folder: '副本文件夹里有，核对过',
    unit: '已交到单位，有回执',
    none: '只在这台电脑上',
  },
  ownWord: '您确认过已交给单位，没有回执可以证明',
  waiting: '有一份报送还没有确认送到单位，清空后这里不会再送',
  waitingAlone: '一份报送还没有确认送到单位，它的记录已经删除；要留着，请先到“交报情况”保存文件',
  sameDisk: '备份文件和副本文件夹不在清空之列；如果就在这台电脑上，请先拷走。',
  keyLoss: {
    notInBackup:
      '签名密钥不在核对过的备份里，清空后就没有了：以后的报送会用另一把密钥，单位会看到“换了设备”。要带走，请生成设口令的备份并读回核对。',
    cannotLeave: '签名密钥是旧版本做的，不能带走，清空后就没有了：以后的报送会用另一把密钥，单位会看到“换了设备”。',
  },
  lockedDraft: '一份上锁的记录（可能是别人的）',
  unreadable: '一份读不出来的记录',
  removed: '已删除，还可以恢复',
  lost: '从数据库里不见了，另存着的一份；要留着，请先到首页找回',
  accept: '不要了，可以清掉',
  acceptOf: (name: string) => `不要了，可以清掉：${name}`,
  backUp: '先去备份',
  nothing: '这台电脑上没有记录。',
  unitKept: '单位（管理版）的数据不在清空之列。',
  confirmLabel: (word: string) => `确认清空请输入“${word}”`,
  confirmWord: '清空',
  erase: '清空这台电脑上的记录',
  blocked: '还有记录只在这台电脑上。请先备份，或逐份确认不要了。',
  done: '已清空。这台电脑上不再有您的记录、报送记录和密钥。',
  toHome: '完成',
} as const)
