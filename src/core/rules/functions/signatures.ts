import type { RuleFunction } from './rule-function.ts'
import { invisible, lineBreak, space } from './text.ts'

const closings = '颁发|颁授|授予|表彰|主办|印发|等'
// How names of the United Nations go on: whatever else begins with 国 signed jointly, as 国家…, 国有…, 国防….
const ofNations =
  '教科文|教育|儿童|开发计划|粮农|粮食|世界|环境|气候|生物|森林|减灾|防治荒漠|人居|人类住区|人口|人权|难民|工业|妇女|青年|大学|大会|贸易和|贸发|经济|经社|亚太|亚洲|安理|安全理事|秘书|总部|协会|驻华|中国|国际|维和|裁军|志愿|训练|艾滋|毒品|旅游|项目|南南|全球|公共|统计|地名|系统|[和与及]|以及|联合|会同|共同|授权|委托|暨'
const nations = `国(?:(?!\\p{Script=Han})|${ofNations}|${closings})`
// 联合 is also part of names: 妇女联合会, 联合国教科文组织.
const jointWords = `联合(?!会|${nations})|会同|共同|授权|委托|暨`
/** After the end of a body these join two of them; elsewhere they are part of a name: 人力资源和社会保障厅. */
const conjunctions =
  '(?<=[厅局委府部院署]|(?<!社)会|办公室|领导小组|科协|妇联|文联|残联|侨联|工商联|中央)(?:以及|和|与|及)'
const marks = '、，,；;/／'
const joints = new RegExp(`[${marks}\\s]+|${jointWords}|${conjunctions}`, 'u')
const closingWords = new RegExp(`(?:${closings})+$`)

/** GB/T 2260: the provinces, by their short names. */
export const provinces =
  '北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|广西|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆'

/** The names that signed, in their order. */
export function signaturesOf(text: string): readonly string[] {
  return text
    .split(joints)
    .map((part) => part.replace(closingWords, ''))
    .filter((name) => name !== '')
}

const unseen = `[${invisible}]*`
const gapBetweenChinese = new RegExp(
  `(?<=[\\p{Script=Han}）》”])(${unseen}[${space}${lineBreak}][${space}${lineBreak}${invisible}]*)(?=[\\p{Script=Han}《“])`,
  'u',
)
// What goes on after the gap: a place and its office, a word of joining, letters spaced out.
const goesOn = new RegExp(
  `(?:[省市县州盟旗]|(?<!军)区|中国|全国|国家|共和国|中共|共产党|${provinces}|${jointWords}|[和与及])$|(?:^|[${marks}])\\p{Script=Han}$`,
  'u',
)
const goesOnFrom = new RegExp(
  `^(?:${jointWords}|以及|[和与及]|${closings}|办公[厅室])|^\\p{Script=Han}(?:$|[${marks}])`,
  'u',
)

/**
 * The gaps between signatures, as certificates set them, made “、”. A gap inside one name stays for what closes gaps:
 * closed between two bodies it would make one name of them.
 */
export function joinSignatures(text: string): string {
  const [start = '', ...rest] = text.split(gapBetweenChinese)
  let joined = start
  let before = start
  for (let at = 0; at + 1 < rest.length; at += 2) {
    const [gap = '', piece = ''] = rest.slice(at, at + 2)
    joined += goesOn.test(before) || goesOnFrom.test(piece) ? gap + piece : `、${piece}`
    before = piece
  }
  return joined
}

/** What the clean-ups ask of signatures. */
export const signatureFunctions: readonly RuleFunction[] = [
  {
    name: 'joinSignatures',
    signature: 'joinSignatures(string): string',
    about: '把各机关名称之间的空格、回车改为顿号；一个名称中间的不动。',
    bind: () => joinSignatures,
  },
]
