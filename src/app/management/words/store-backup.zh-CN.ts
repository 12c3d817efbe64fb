import { speak } from '#core/words/translation.ts'

/** Sentences of the backup of the unit's store. */
export const storeBackupWords = speak('storeBackupWords', {
  title: '整库备份',
  never: '还没有备份过。这台电脑坏了，收到的数据就没有了；请备份到 U 盘或另一台电脑。',
  last: (when: string, cases: number, unsaved: number) =>
    unsaved > 0
      ? `上次备份：${when}，${cases} 人；之后又做了 ${unsaved} 步，还没有备份。`
      : `上次备份：${when}，${cases} 人；之后没有改动。`,
  isChecked: '备份文件已核对。',
  notChecked: '备份文件还没有核对。',
  tasksLeftOut: (count: number) =>
    `备份里缺 ${count} 个采集任务：本版本读不了（可能是更新版本的采报保存的）。它们原样保留在这台电脑上；请刷新网页更新到新版本，再备份一次。`,
  passphrase: '备份口令',
  passphraseHint: '至少 8 个字；忘了口令，备份就打不开。',
  backUp: '备份整库…',
  file: '选择备份文件（.bak）…',
  openWith: '这份备份的口令',
  check: '核对备份',
  restore: '从备份恢复',
  progress: (done: number, of: number) => `${done} / ${of} 人`,
  verified: '备份文件完整，口令正确。',
  verifiedOther: '备份文件完整，口令正确；但它不是本机上次备份的那个文件。',
  restored: (added: number, advanced: number, kept: number) =>
    `恢复完成：新增 ${added} 人，补上较新的 ${advanced} 人，本机已有的 ${kept} 人没有变。`,
  diverged: (count: number, names: string) =>
    `有 ${count} 人在本机和备份里各有不同的改动，保留了本机的，请逐个核对：${names}`,
  divergedShow: '在列表里看这些人',
  divergedLabel: '和备份里改动不同的人',
  halfRestored: '恢复到中途停了：已经恢复的都保留着，其余还没有恢复；请再恢复一次，已有的不会重复。',
  newDeviceLead: '备份里有单位的密钥文件，用任一位保管人的口令打开；人员、审核记录、采集任务一起恢复。',
} as const)
