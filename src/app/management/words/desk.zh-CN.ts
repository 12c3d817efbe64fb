import { speak } from '#core/words/translation.ts'

/** Sentences of one person on the desk: papers, comparing, doubts. */
export const deskWords = speak('deskWords', {
  focus: '请重点核对：',
  byRegister: '按单位名录统一单位名称',
  views: '看法',
  form: '记录',
  paper: '打印页',
  printForm: '打印采集表（PDF）',
  slip: '退回单',
  slipLead: '把退回单交给本人：发文件、打印，或让本人扫二维码。',
  saveSlip: '保存 .rtn 文件',
  printSlip: '打印退回单（PDF）',
  showSlipQr: '显示二维码',
  hideSlipQr: '收起二维码',
  slipQr: '退回单二维码',
  slipTooLong: '这张退回单内容较多，二维码放不下，请发文件或打印。',
  proof: '出具上报凭证',
  field: '栏目',
  here: '现在采用',
  there: '这一版',
  take: (place: string) => `${place}：采用这一版的值`,
  takeChosen: (count: number) => `采用勾选的 ${count} 项`,
  chosenReason: '两份逐项比较后选定',
  M03: (names: string) => `同一身份证号报来过不同的姓名或性别：${names}。请核对原件。`,
  M04: (name: string, idNumber: string) => `${name}（${idNumber}）同名同生日、身份证号不同，可能是同一个人，请核对。`,
  look: '看这一个',
} as const)
