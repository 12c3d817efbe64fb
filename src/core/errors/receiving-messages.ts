import type { ErrorMessages } from './error-code.ts'

/** Why receiving, checking, exporting or counting what was received, or restoring it did not come to its end: a part of the errors. */
export const receivingMessages = {
  RECEIVE_EMPTY: ({ from }) =>
    `${from === 'zip' ? '压缩包' : '文件夹'}里没有文件，没有接收。请确认选对了；现有数据没有改动。`,
  RECEIVE_DISK_FULL: ({ reason }) =>
    `磁盘空间不够，没有全部接收（${reason}）。已接收的都在，其余没有动；请清理磁盘，再选一次同一批文件接着做。`,
  CHECKING_BROKE_OFF: ({ reason }) =>
    `检查中途断了（${reason || '检查程序没有取到'}），可能是电脑内存不够。已经检查完的都存下了，其余的没有动；请关掉别的网页和程序，刷新本页，再做一次。`,
  EXPORT_BROKE_OFF: ({ reason }) =>
    `导出中途断了（${reason || '导出程序没有取到'}），没有生成文件，可能是电脑内存不够。数据没有改动；请关掉别的网页和程序，刷新本页，再导出一次。`,
  COUNTING_BROKE_OFF: ({ reason }) =>
    `统计中途断了（${reason || '统计程序没有取到'}），可能是电脑内存不够。数据没有改动；请关掉别的网页和程序，刷新本页，再打开汇总。`,
  RESTORE_BROKE_OFF: ({ people }) =>
    `备份文件读到一半读不下去了，可能是 U 盘被拔出或文件坏了。已经恢复的 ${people} 人都完整，其余的还没有恢复；请插好 U 盘，或换一份备份，再恢复一次。`,
  RECEIVING_UNDER_WAY: () => '正在接收别的文件，表格还没有导入。请等接收完再导入一次；现有数据没有改动。',
  TABLE_IMPORT_STOPPED: ({ came, all }) =>
    `导入中途停了（例如在“接收报送”里点了“停止”）：名单里还没有的 ${all} 人，已导入 ${came} 人，其余没有导入。请再导入一次：已导入的人会认出来，不会重复。`,
} satisfies Partial<ErrorMessages>
