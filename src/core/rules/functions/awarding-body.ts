import type { RuleFunction } from './rule-function.ts'
import { provinces, signaturesOf } from './signatures.ts'

/**
 * What one signature of an award certificate is (FAQ 2-10): 中央 · 自治区、国家部委 · 设区市、主管厅局 ·
 * 市县的委办局 · 县以下和单位 · 社会机构; `unknown` when its name does not tell.
 */
export type BodyKind = 'state' | 'ministry' | 'department' | 'bureau' | 'local' | 'social' | 'unknown'

/** One of the bodies that signed an award. */
export interface Body {
  readonly name: string
  readonly kind: BodyKind
}

// 区直 and 自治区 alone mean Guangxi here.
const region = `(?:(?:${provinces})(?:壮族|回族|维吾尔)?(?:自治区|省|市)?|自治区|全区|区直)`
const startsWithRegion = new RegExp(`^(?:中国共产党|中共)?${region}`)

// County-level cities of Guangxi, past and present: their governments are not 市厅级.
const countyCities = '岑溪|东兴|桂平|北流|靖西|宜州|合山|凭祥|平果|荔浦|横州'
const ofCountyCity = new RegExp(`(?:${countyCities})市`)

const socialEnd =
  /(?:协会|学会|研究会|促进会|联谊会|商会|联合会|基金会|论坛|研究院|研究所|研究中心|科学院|杂志社|编辑部|编委会|出版社|报社|期刊社|组委会|组织委员会|俱乐部|培训中心|评选委员会|咨询中心)$/
const unitEnd =
  /(?:大学|学院|学校|中学|小学|[一二三四五六七八九十]中|幼儿园|医院|卫生院|公司|集团|厂|矿|银行|事务所|设计院|中心|总站|工作站|监测站|检验站|馆|站|场|队|车间|科室|科|工会|党支部|党总支)$/
const countyWords =
  /县|(?:镇|乡|街道|村|社区|旗)(?=人民政府|政府|党|委|办|$)|(?:^|市).{1,4}(?<!自治|开发|地|军|军分)区(?=人民政府|政府|党|委|[^区]{1,6}局$|$)/

/** Bodies of the country below the centre. 群团 of the country rank with the ministries. */
const ministryNames =
  /^(?:中华全国总工会|全国总工会|共青团中央|中国共产主义青年团中央|中华全国妇女联合会|全国妇联|中国科学技术协会|中国科协|中国科学院|中国工程院|中国社会科学院|中国文学艺术界联合会|中国文联|中国残疾人联合会|中国残联|中华全国归国华侨联合会|中国侨联|中华全国工商业联合会|全国工商联|最高人民法院|最高人民检察院|解放军总)/
const stateName =
  /^(?:中共中央|中国共产党中央委员会|党中央|(?:中华人民共和国)?国务院|(?:中华人民共和国)?中央人民政府|全国人大常委会|全国人民代表大会(?:常务委员会)?|中央军委|中央军事委员会|中华人民共和国主席|国家主席)(?:办公厅)?$/
const countryStart = /^(?:中华人民共和国|国家|国务院|中共中央|中央|全国)/
const ministryEnd = /(?:部|委|委员会|总局|局|署|办|办公室|领导小组|院)$/
const ministryWord =
  /^(?:教育|科学技术|科技|人事|人力资源和?社会保障|人社|劳动和社会保障|卫生|卫生和计划生育委员会|农业|农业农村|水利|交通|交通运输|财政|文化|文化和旅游|建设|住房和城乡建设|住建|国土资源|自然资源|环境保护|生态环境|工业和信息化|信息产业|铁道|商务|司法|民政|公安|监察|应急管理|退役军人事务)部$/

const governmentEnd = /(?:人民政府|政府|党委|省委|市委|地委|行署|行政公署)(?:办公厅)?$/
const regionGovernment = new RegExp(
  `^(?:中国共产党|中共)?${region}(?:人民政府|政府|党委|省委|区党委|委员会|委)(?:办公厅)?$|^区党委$`,
)
const cityGovernment = /(?:市|州|盟|地区)(?:人民政府|政府|党委|委|委员会|行署|行政公署)(?:办公厅|办公室)?$/
const officeEnd =
  /(?:局|委|办|处|部|会|委员会|办公室|领导小组|总队|支队|团委|妇联|总工会|科协|文联|残联|侨联|工商联|社科联)$/
const cityStart = /^(?:中国共产党|中共)?(?:.{2,8}?(?:市|州|盟|地区))/

/** 共青团 and the democratic parties: their 市委 is an office of the city as 总工会 and 妇联 are, and not its government. */
const organisation =
  /^(?:中国)?(?:共青团|共产主义青年团|民革|国民党革命委员会|民盟|民主同盟|民建|民主建国会|民进|民主促进会|农工民主党|农工党|致公党|九三学社|九三|台盟|台湾民主自治同盟)/
const committeeOfRegion = new RegExp(`^${region}区?(?:委|委会|委员会)$`)
const regionAhead = new RegExp(`^${region}(?:区直|区)?`)
const committeeOfPlace = /[市县区州盟旗].*(?:委|委会|委员会)$/

function kindOfOrganisation(name: string): BodyKind | undefined {
  if (name.endsWith('团市委')) return 'bureau'
  const committee = name.replace(organisation, '')
  if (committee === name) return undefined
  if (committeeOfRegion.test(committee)) return 'department'
  // The 区 of 自治区 and 区直 is the region's, and no place below it.
  return committeeOfPlace.test(committee.replace(regionAhead, '')) ? 'bureau' : undefined
}

// The full names of what is no social body: they rank as their short ones do.
const shortNames: ReadonlyMap<string, string> = new Map([
  ['妇女联合会', '妇联'],
  ['科学技术协会', '科协'],
  ['文学艺术界联合会', '文联'],
  ['残疾人联合会', '残联'],
  ['归国华侨联合会', '侨联'],
  ['工商业联合会', '工商联'],
  ['社会科学界联合会', '社科联'],
])
/** Of a place only: the 科学技术协会 of a university is a society of its own. */
const fullNameOfPlace = new RegExp(`(?<=^|[省市县区州盟旗]|${provinces})(?:${[...shortNames.keys()].join('|')})$`)

const withShortName = (name: string): string => name.replace(fullNameOfPlace, (full) => shortNames.get(full) ?? full)

function kindOfCountry(name: string): BodyKind | undefined {
  if (stateName.test(name)) return 'state'
  if (ministryNames.test(name) || ministryWord.test(name)) return 'ministry'
  return countryStart.test(name) && ministryEnd.test(name) && !/组委会$|组织委员会$/.test(name) ? 'ministry' : undefined
}

function kindOfRegion(name: string): BodyKind | undefined {
  if (name.endsWith('厅')) return 'department'
  if (!startsWithRegion.test(name)) return undefined
  if (regionGovernment.test(name)) return 'ministry'
  return officeEnd.test(name) && !cityStart.test(name.replace(startsWithRegion, '')) ? 'department' : undefined
}

function kindOfPlace(name: string): BodyKind | undefined {
  const isBelowCity = countyWords.test(name) || ofCountyCity.test(name)
  if (governmentEnd.test(name) || cityGovernment.test(name)) {
    if (isBelowCity) return 'local'
    return cityGovernment.test(name) ? 'department' : undefined
  }
  if (!officeEnd.test(name)) return isBelowCity ? 'local' : undefined
  return isBelowCity || cityStart.test(name) ? 'bureau' : undefined
}

function kindOf(fullName: string): BodyKind {
  const ofAll = kindOfCountry(fullName) ?? kindOfOrganisation(fullName)
  if (ofAll) return ofAll
  const name = withShortName(fullName)
  if (socialEnd.test(name) && !name.endsWith('总工会')) return 'social'
  const ofPlace = kindOfRegion(name) ?? kindOfPlace(name)
  if (ofPlace) return ofPlace
  return unitEnd.test(name) ? 'local' : 'unknown'
}

/** “南宁市教育局、卫生局”: a bare office stands under the place named before it. */
function inherit(name: string, before: Body | undefined): BodyKind {
  const kind = kindOf(name)
  if (kind !== 'unknown' || !before || !officeEnd.test(withShortName(name))) return kind
  return before.kind === 'bureau' || before.kind === 'department' ? before.kind : kind
}

/** The bodies that a text names, each with its kind. */
export function bodiesOf(text: string): readonly Body[] {
  const bodies: Body[] = []
  for (const name of signaturesOf(text)) bodies.push({ name, kind: inherit(name, bodies.at(-1)) })
  return bodies
}

const high: readonly BodyKind[] = ['state', 'ministry', 'department']
const low: readonly BodyKind[] = ['bureau', 'local', 'social']

/** The kinds of the bodies that a text names, in their order, joined by `|`. */
export function bodyKinds(text: string): string {
  return bodiesOf(text)
    .map((body) => body.kind)
    .join('|')
}

/**
 * What the bodies together make of an award: `high` 市厅级 or above, `mixed` together with one below,
 * or the first of `bureau`, `local`, `social`, `unknown`; empty without a body.
 */
export function awardScope(text: string): string {
  const kinds = bodiesOf(text).map((body) => body.kind)
  const hasHigh = kinds.some((kind) => high.includes(kind))
  const lowest = low.find((kind) => kinds.includes(kind))
  if (hasHigh) return lowest === undefined ? 'high' : 'mixed'
  if (kinds.includes('unknown')) return 'unknown'
  return lowest ?? ''
}

function leadingBody(text: string): Body | undefined {
  const bodies = bodiesOf(text)
  for (const kind of high) {
    const found = bodies.find((body) => body.kind === kind)
    if (found) return found
  }
  return undefined
}

/** The highest body that a text names; empty when none reaches 市厅级. */
export function leadingBodyName(text: string): string {
  return leadingBody(text)?.name ?? ''
}

/** Code of the award level (table `award_level`) that the highest body implies; empty when none does. */
export function impliedAwardLevel(text: string): string {
  const kind = leadingBody(text)?.kind
  return kind === undefined ? '' : String(high.indexOf(kind) + 1)
}

/** What the rules ask of awarding bodies. */
export const awardingBodyFunctions: readonly RuleFunction[] = [
  {
    name: 'bodyKinds',
    signature: 'bodyKinds(string): string',
    about:
      '各授奖机关的类别，依次以 | 连接：state 中央，ministry 省部，department 市厅，bureau 市县委办局，local 县以下或单位，social 社会机构，unknown 看不出。',
    bind: () => bodyKinds,
  },
  {
    name: 'awardScope',
    signature: 'awardScope(string): string',
    about:
      '授奖机关合起来的采集范围：high 市厅级以上，mixed 与市厅级以上联合，bureau、local、social 不采集，unknown 看不出。',
    bind: () => awardScope,
  },
  {
    name: 'leadingBodyName',
    signature: 'leadingBodyName(string): string',
    about: '级别最高的授奖机关；没有市厅级以上的为空。',
    bind: () => leadingBodyName,
  },
  {
    name: 'impliedAwardLevel',
    signature: 'impliedAwardLevel(string): string',
    about: '授奖机关一般对应的奖励级别代码；看不出时为空。',
    bind: () => impliedAwardLevel,
  },
]
