/** What the kinds of signed files are called in sentences. */
export const signedFileNames = {
  task: '采集任务',
  returnSlip: '退回单',
  pack: '上报包',
  inclusion: '上报凭证',
  receipt: '服务器回执',
  scheme: '方案更新',
  certificate: '单位证书',
  certificateRequest: '证书申请',
} as const
