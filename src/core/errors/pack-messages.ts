import type { ErrorMessages } from './error-code.ts'

const untouched = '现有数据没有改动。'

/**
 * Why a pack or a backup was not written, or a pack not received or not standing with the level above: a part of the
 * sentences of errors.
 */
export const packMessages = {
  REPORT_UNDECIDED_PERSON: ({ count, names }) =>
    `有 ${count} 人的身份证号报来了两个人（${names}），没有上报。请打开他们，先确定以谁为准；${untouched}`,
  REPORT_ROSTER_UNREAD: ({ count }) =>
    `有 ${count} 条名册表打印记录本版本读不了，没有上报。请更新到新版本，或重新打印名册表并盖章；${untouched}`,
  FILE_NOT_WRITTEN: ({ reason }) => `文件没有写成（${reason}），可能磁盘已满或已拔出。请换个位置再试一次；${untouched}`,
  PACK_PIECES_GONE: () =>
    `要送的上报包在这台电脑上不完整了（可能被浏览器清掉了一部分），送不上去。请把全部人员重新上报一次；${untouched}`,
  PACK_LOST_ABOVE: () => `上级的服务器恢复到了较早的备份，那时还没有这个包。请把全部人员重新上报一次；${untouched}`,
  PACK_LEFT_HALFWAY: () => `那台设备联网后会接着传。如果它已经不能用了，请在这里把全部人员重新上报一次；${untouched}`,
  PACK_PREVIOUS_MISSING: ({ unit, previous }) =>
    `“${unit}”的这个上报包只含上次之后的变化，但它前面的包（校验码 ${previous}）这里没有，没有接收。请先接收前面的包，或请对方上报全部；${untouched}`,
  PACK_UNKNOWN_UNIT: ({ unit }) =>
    `上报包来自“${unit}”，它填报的上级不是本单位，没有接收。请核实后在下级单位改正上级名称再上报；${untouched}`,
  REGISTER_UNREADABLE: () =>
    `单位名录是由更新版本的采报保存的，本版本读不了，不能核对上报包来自哪个单位，所以先不接收上报包。名录原样保留：请刷新网页更新到新版本；等不及的，在“名录”里重新导入单位名录，会替换原来的。`,
  PACK_NOT_IN_REGISTER: ({ unit }) =>
    `本级的单位名录里没有“${unit}”，这个上报包没有接收。请核对名录里的全称和代码，或请对方交到它的主管部门；${untouched}`,
  PACK_SIGNER_OTHER: ({ unit, fingerprint }) =>
    `这个上报包写的是“${unit}”，但签名的密钥与该单位以前的不同（指纹 ${fingerprint}），没有接收。请打电话核实；该单位换过密钥的，请在“本单位”里给新密钥签发证书；${untouched}`,
  PACK_OUTDATED: ({ unit }) =>
    `“${unit}”更新的上报包已经收过了，这个较旧的没有接收。需要的，请该单位把全部人员重新上报一次（不要只报变动）；如果对方电脑的日期不对，请先改正；${untouched}`,
  PACK_DATE_AHEAD: ({ unit, date }) =>
    `“${unit}”的这个上报包写的日期是 ${date}，比这里的日期晚了一天以上，没有接收。请先核对两边电脑的日期；该单位改正日期后，把全部人员重新上报一次；${untouched}`,
  PACK_ALREADY_MERGED: ({ unit }) => `“${unit}”的这个上报包已经汇总过，没有重复接收；${untouched}`,
  PACK_SCHEME_OTHER: ({ found, ours }) =>
    `这个上报包用的采集方案是 ${found}，本单位是 ${ours}，不是同一个方案，没有接收。请与下级核实；${untouched}`,
} satisfies Partial<ErrorMessages>
