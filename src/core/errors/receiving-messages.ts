import type { ErrorMessages } from './error-code.ts'

/** Why receiving, or checking what was received, did not come to its end: a part of the sentences of errors. */
export const receivingMessages = {
  RECEIVE_DISK_FULL: ({ reason }) =>
    `磁盘空间不够，没有全部接收（${reason}）。已接收的都在，其余没有动；请清理磁盘，再选一次同一批文件接着做。`,
  CHECKING_BROKE_OFF: ({ reason }) =>
    `检查中途断了（${reason || '检查程序没有取到'}），可能是电脑内存不够。已经检查完的都存下了，其余的没有动；请关掉别的网页和程序，刷新本页，再做一次。`,
  RECEIVING_UNDER_WAY: () => '正在接收别的文件，表格还没有导入。请等接收完再导入一次；现有数据没有改动。',
  TABLE_IMPORT_STOPPED: ({ came, all }) =>
    `导入中途停了（例如在“接收报送”里点了“停止”）：名单里还没有的 ${all} 人，已导入 ${came} 人，其余没有导入。请再导入一次：已导入的人会认出来，不会重复。`,
} satisfies Partial<ErrorMessages>
