import { bodiesOf, type Body } from './awarding-body.ts'
import type { RuleFunction } from './rule-function.ts'
import { joinSignatures } from './signatures.ts'
import { removeBreaks, removeInnerSpaces } from './text.ts'

const otherProvinces =
  /^(?:北京|天津|河北|山西|内蒙古|辽宁|吉林|黑龙江|上海|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|重庆|四川|贵州|云南|西藏|陕西|甘肃|青海|宁夏|新疆|台湾)(?!南路|路)/
const personnelWords = /人力资源和?社会保障|人社|人事|职称改革|职改/
const nationalStart = /^(?:中华人民共和国|国家)?(?:人力资源和?社会保障部|人社部|人事部|劳动和社会保障部|劳动人事部)/
/** Companies and schools have a 人事部 of their own. */
const bareMinistry = /^(?:劳动)?人事部/
const endOfMinistry = /(?:部|(?<!党)委)$/
const ofUnit = /公司|集团|大学|学院|学校|医院|银行|厂/
const guangxiStart = /^(?:广西|自治区)/
const bareOffice = /^(?:人力资源和?社会保障厅|人社厅|人事厅)/
const ofCity = /市|县|州|地区|城区/

/** Name of the other province at the start of the text; empty for Guangxi and where none is named. */
export function otherProvince(text: string): string {
  return otherProvinces.exec(text)?.[0] ?? ''
}

type Level = 'national' | 'guangxi' | 'province' | 'city'

const isOfCountry = ({ name, kind }: Body): boolean =>
  kind === 'state' || kind === 'ministry' || (endOfMinistry.test(name) && !ofUnit.test(name))

function levelOf(name: string, before: Body | undefined): Level | undefined {
  const isOfUnit = before !== undefined && bareMinistry.test(name) && !isOfCountry(before)
  if (nationalStart.test(name) && !isOfUnit) return 'national'
  if (!personnelWords.test(name)) return undefined
  if (otherProvince(name) !== '') return 'province'
  const rest = name.replace(/广西壮族自治区|自治区/g, '')
  if (ofCity.test(rest)) return 'city'
  return guangxiStart.test(name) || bareOffice.test(name) ? 'guangxi' : 'city'
}

/**
 * Which personnel (人社、人事、职改) body a text names, in whatever order they signed: `national`, else `guangxi` or
 * `province` for another province, else `city` for a city or county; empty when there is none.
 */
export function personnelBody(text: string): Level | '' {
  // A gap parts two names or stands inside one: told apart as the clean-ups do, for not every field has them.
  const bodies = bodiesOf(removeInnerSpaces(removeBreaks(joinSignatures(text))))
  const province = otherProvince(text)
  // “广东省建设厅、人事厅”: a bare office stands under the province named at the start.
  const levels = bodies.map(({ name }, at) => levelOf(bareOffice.test(name) ? province + name : name, bodies[at - 1]))
  return (
    levels.find((level) => level === 'national') ??
    levels.find((level) => level === 'guangxi' || level === 'province') ??
    levels.find((level) => level === 'city') ??
    ''
  )
}

/** Whether a text names social bodies, schools or companies only. */
export function isSocialOnly(text: string): boolean {
  const bodies = bodiesOf(text)
  if (bodies.length === 0 || personnelBody(text) !== '') return false
  const isUnit = /(?:大学|学院|学校|公司|集团|中心)$/
  return bodies.every((body) => body.kind === 'social' || (body.kind === 'local' && isUnit.test(body.name)))
}

/** What the rules ask of the bodies that issue certificates. */
export const issuingBodyFunctions: readonly RuleFunction[] = [
  {
    name: 'otherProvince',
    signature: 'otherProvince(string): string',
    about: '开头写明的外省（区、市）名；没有时为空。',
    bind: () => otherProvince,
  },
  {
    name: 'personnelBody',
    signature: 'personnelBody(string): string',
    about:
      '人社（人事、职改）部门的层次：national 国家，guangxi 自治区，province 外省，city 市县；不是人社部门时为空。',
    bind: () => personnelBody,
  },
  {
    name: 'isSocialOnly',
    signature: 'isSocialOnly(string): bool',
    about: '签发单位是否只有协会、学会、培训机构、公司或学校。',
    bind: () => isSocialOnly,
  },
]
