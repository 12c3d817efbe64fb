import * as v from 'valibot'
import { type SubmissionState, submissionStates } from '#core/sync/submissions.ts'
import { speak } from '#core/words/translation.ts'

/** Where a submission stands with its unit, as people say it. */
const standings: Readonly<Record<SubmissionState, string>> = {
  received: '单位已收到，等待检查',
  inReview: '单位正在检查',
  returned: '单位退回',
  passed: '单位审核通过',
  reported: '单位已上报',
  replaced: '单位收到了之后的一份，以那份为准',
  erased: '应本人要求，服务器上已删除',
}

/** Sentences about what goes over the network. */
export const syncWords = speak('syncWords', {
  title: '网上报送',
  offline: '现在没有网络。联网以后自动送，不用管它；文件一直在这台电脑上。',
  never: '还没有联系过服务器。',
  metAt: (when: string) => `${when} 联系过服务器，一切正常。`,
  now: '现在同步',
  running: '正在同步',
  standings,
  unknownStanding: '单位的服务器有新的说明，请更新采报后查看',
  standingAt: (when: string, standing: string) => `${when} ${standing}`,
  elsewhere: (origin: string) =>
    `有采集任务的服务器是 ${origin}，与打开采报的地址不同：单位在那里的退回单和进展，这里收不到。请在浏览器里打开 ${origin} 上的采报查看。`,
  otherKey:
    '这份回执是另一把服务器密钥签的，不是现在这台服务器的：它那里有没有这一份，还不知道。回执请留好，并问一问单位；单位发了新任务的，请按新任务再报送一次。',
  saveReceipt: '保存回执',
  saveReceiptFor: (name: string) => `保存回执：${name}`,
  lostAt: (when: string) =>
    `服务器恢复到了较早的备份，丢了 ${when} 送达的这一份，会自动再送。那次送达的回执留着，是按时送达的凭证。`,
  arrivedFirst: (when: string) => `第一次在 ${when} 送达；服务器丢过一次，已自动补送，两次的回执都留着。`,
  saveFirstReceipt: '保存第一次的回执',
  saveFirstReceiptFor: (name: string) => `保存第一次的回执：${name}`,
  firstReceiptFile: (name: string, revision: number) => `${name}_第${revision}次报送_第一次送达的回执.receipt`,
  receiptFile: (name: string, revision: number) => `${name}_第${revision}次报送_回执.receipt`,
  slipWaits: (what: string) =>
    `${what}：单位发来一张退回单，但这台电脑上没有它的采集任务，核对不了是不是原单位签发的，所以没有打开，留在服务器上。请把单位发的采集任务文件或链接重新打开、接受一次，再点“现在同步”，退回单会自动收下；找不到的，请单位重发任务，或把退回单发成文件。`,
  log: '同步记录',
  logEmpty: '还没有记录。',
  ofPerson: (name: string, revision: number) => `${name} 第 ${revision} 次报送`,
  events: {
    delivered: '已送达，有服务器签名的回执',
    retry: '没有送到，会自动再试',
    needsPerson: '没有送到，需要您处理',
    quarantine: '服务器没有接收，已单独放着',
    returned: '收到单位的退回单',
    slipLeft: '收到一张退回单，但不是给这台电脑上的报送的，或不是采集任务的单位签发的，没有采用',
    slipWaits: '收到一张退回单，但这台电脑上没有它的采集任务，核对不了是不是原单位签发的，没有打开，留在服务器上',
    told: '单位那里有进展',
    lost: '服务器恢复到了较早的备份，丢了这一份，自动再送；以前的回执留着',
  },
} as const)

/** Where a submission stands, as the server told; a later version of it may know more states. */
export const standingText = (state: string): string =>
  v.is(v.picklist(submissionStates), state) ? syncWords.standings[state] : syncWords.unknownStanding
