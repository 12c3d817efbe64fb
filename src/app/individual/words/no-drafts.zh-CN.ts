import { speak } from '#core/words/translation.ts'

/** Sentences that stand where the records would, when there are none, or none can be read. */
export const noDraftsWords = speak('noDraftsWords', {
  empty: {
    title: '还没有记录',
    text: '点“新建记录”开始。中途可以随时关掉，下次打开接着填。',
  },
  silent: {
    title: '数据库还没有回应，记录暂时列不出来',
    text: '已经保存的记录没有动过，不要清除浏览数据。可以再等一会儿；一直这样，请关掉采报的其他标签页，再重新打开；还不行，请退出浏览器再打开。',
  },
  unreadable: {
    title: '数据库打不开，记录列不出来',
    text: '以前在这个浏览器里保存的记录没有被删除，只是现在读不到。请先重新打开；仍然打不开，请退出浏览器再打开，或看看是不是在无痕模式里。现在新建的记录只在这个网页里，请随时存到文件。',
  },
  schemeUnread: {
    title: '装过的采集方案现在读不出来',
    text: '数据库打不开。装过的方案和以前保存的记录没有被删除，只是现在读不到。请先重新打开；仍然打不开，请退出浏览器再打开。急着填写，可以先用软件自带的方案：它比装过的旧，有些项目和代码可能不一样。',
    goOn: '先用软件自带的方案',
  },
  vanished: {
    title: (count: number) => `这里保存过的 ${count} 份记录不见了`,
    text: '不是本软件删除的：浏览器的数据可能被清除、损坏或换了位置。请从备份、抢救文件或报送文件恢复；在别的浏览器或别的用户名下填过的，请到那里打开。',
    understood: '知道了，从头开始',
  },
  secondCopies: {
    title: (count: number) => `有 ${count} 份记录从数据库里不见了，本机另存着一份`,
    text: (names: string) =>
      `磁盘满了或突然断电时，浏览器有时会丢掉整个数据库。另存的有：${names}。历史、报送记录、任务和签名密钥没有另存：找回以后，用备份恢复。`,
    savedAt: (when: string) => `${when} 保存`,
    beside: '列表里现在的那份与它不同，找回后两份都在',
    locked: '上了锁的一份',
    bringBack: '找回',
    forget: '不要了',
    forgetForGood: '再按一次：从这台电脑删掉',
  },
  banner: {
    blocked: '采报正在另一个标签页里使用旧版本，暂时无法升级数据。请关闭其他采报标签页，再刷新本页；数据没有改动。',
    sessionOnly: '这个浏览器现在不让本软件长期保存，关掉网页内容就会丢失。',
    outdated: '采报已经在另一个标签页里更新，这一页不再保存。请刷新网页再继续。',
    silent: '数据库很久没有回应。已经保存的内容没有动过；正在填的请先存到文件，再重新打开。',
    erased: '存在这个浏览器里的数据刚才被清除了。正在填写的内容请先存到文件。',
  },
  retry: '重新打开',
  restore: '恢复备份',
} as const)
