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
  /(?:协会|学会|研究会|促进会|联谊会|商会|联合会|基金会|论坛|研究院|研究所|研究中心|科学院|杂志社|编辑部|编委会|出版社|报社|期刊社|组委会|组织委员会|俱乐部|培训中心|咨询中心|(?:学会|协会|研究会|促进会).*(?:分会|专业委员会|专委会|评[选审奖]委员会|竞赛委员会))$/
const unitEnd =
  /(?:大学|学院|学校|中学|小学|[一二三四五六七八九十]中|幼儿园|医院|卫生院|公司|集团|厂|矿|银行|事务所|设计院|中心|总站|工作站|监测站|检验站|馆|站|场|(?<![总部])队|车间|科室|科|(?<!总)工会|党支部|党总支)$/
const countyWords =
  /县|(?:镇|乡|街道|村|社区|旗)(?=人民政府|政府|党|委|办|$)|(?:^|市).{1,4}(?<!自治|开发|地|军|军分|警备)区(?=人民政府|政府|党|委|[^区]{1,6}局$|$)/

/** A unit or a society with more behind its name: an office of its own, not of the government that the name begins with. */
const officeOfUnit =
  /(?:大学(?!生)|学院|(?<![等专小])学校|(?<!中)小学(?!生)|中学(?!生)|幼儿园|党校|医院|保健院|公司|集团(?!军)|厂(?!务)|银行(?!业)|设计院|研究院|研究所|科学院|博物馆|图书馆|电视台|出版社|杂志社|报社|学会|协会|研究会|促进会)./
/** Who judges does not tell who awards: a government, a society or whoever sells certificates. */
const judges = /(?:评[选审奖](?:委员会|办公室)|竞赛委员会|评委会)$|科研(?:专项)?基金/
// 区 alone is the region or a district of a city; the others rank high or act for one that does, but are not what FAQ
// 2-10 names.
const undecided = new RegExp(
  `^(?:团区委|区总工会|国家行政学院|国家统计局.+队)$|^(?:中国人民政治协商会议|政协)${region}区?委|^(?!全国)(?:${region})?[^县区旗]*(?:人大常委会|人民代表大会常务委员会)$|^[^县区]*市(?:人民政府|政府).*奖励(?:委员会|办公室)$|^(?:中国|全国)[^市县]{2,12}工会$`,
)
const isUndecided = (name: string): boolean =>
  undecided.test(name) && !officeOfUnit.test(name) && !ofCountyCity.test(name)

/** Bodies of the country below the centre. 群团 of the country rank with the ministries. */
const ministryNames =
  /^(?:中华全国总工会|全国总工会|共青团中央|团中央|中国共产主义青年团中央|中华全国妇女联合会|全国妇联|中国科学技术协会|中国科协|中国科学院|中国工程院|中国社会科学院|中国文学艺术界联合会|中国文联|中国残疾人联合会|中国残联|中华全国归国华侨联合会|中国侨联|中华全国工商业联合会|全国工商联|最高人民法院|最高人民检察院|(?:(?:中国人民)?解放军)?总(?:参谋|政治|后勤|装备)部)/
const stateName =
  /^(?:中共中央|中国共产党中央委员会|党中央|(?:中华人民共和国)?国务院|(?:中华人民共和国)?中央人民政府|全国人大常委会|全国人民代表大会(?:常务委员会)?|中央军委|中央军事委员会|中华人民共和国主席|国家主席)(?:办公厅)?$/
const countryStart = /^(?:中华人民共和国|国家|国务院|中共中央|中央|全国)/
const ministryEnd = /(?:部|委|委员会|总局|(?<!分)局|署|办|办公室|领导小组)$/
const ministryWord =
  /^(?:教育|高等教育|科学技术|科技|人事|劳动|劳动人事|人力资源和?社会保障|人社|劳动和社会保障|卫生|卫生和计划生育委员会|农业|农业农村|农牧渔业|农垦|林业|水利|水利电力|水电|电力|电力工业|能源|交通|交通运输|铁道|邮电|财政|文化|文化和旅游|广播电影电视|建设|建筑工程|建筑材料工业|城乡建设环境保护|住房和城乡建设|住建|国土资源|自然资源|地质|地质矿产|地矿|环境保护|生态环境|工业和信息化|信息产业|电子工业|机械工业|机械电子工业|第[一二三四五六七八]机械工业|冶金工业|冶金|煤炭工业|石油工业|石油化学工业|化学工业|化工|纺织工业|轻工业|核工业|兵器工业|航空工业|航天工业|航空航天工业|商业|商务|粮食|物资|国内贸易|对外贸易|对外经济贸易|对外贸易经济合作|外交|国防|司法|民政|公安|监察|应急管理|退役军人事务|中组|中宣)部$/
/** Of the country, though neither their start nor their end tells. */
const ministryFullName =
  /^(?:(?:中国)?人民银行(?:总行)?|中国(?:气象|地震|民航|民航总|民用航空|民用航空总)局|中国(?:银行业|证券|保险)监督管理委员会|中国[银证保]监会|海关总署|审计署|新闻出版总署|国防科工[委局]|国防科学技术(?:工业)?委员会)$/
/** “国家税务总局广西壮族自治区税务局”: what stands in a place ranks with that place. */
const countryBeforePlace = new RegExp(`^国家[^省市县区]{2,8}?总?局(?=(?:${region}|.{2,6}[市县区]).*局$)`)

const governmentEnd = /(?:人民政府|政府|党委|省委|市委|地委|行署|行政公署)$/
const regionGovernment = new RegExp(
  `^(?:中国共产党|中共)?${region}区?(?:人民政府|政府|党委|省委|委员会|委|革命委员会)$|^区党委$`,
)
const cityGovernment = /(?:市|州|盟|地区)(?:人民政府|政府|党委|委|(?:革命)?委员会|行署|行政公署)(?:办公室)?$|.地委$/
const officeEnd =
  /(?:局|委|办|处|部|委会|委员会|常委会|工会|红十字会|办公室|领导小组|总队|支队|团委|妇联|科协|文联|残联|侨联|工商联|社科联)$/
/** Behind a region: a county or a district of it. Not 县域经济, 模范县 or 经济区, which are the work of an office. */
const countyStart =
  /^[^市县区]{1,9}(?:(?<!贫困|重点|强|模范|先进|文明|卫生|示范|小康|试点|大)县(?=人民政府|政府|党|委|[^县]{1,8}(?:局|委|委员会|联|协)$)|(?<!自治|开发|经济|军|军分|团|民[盟革建进]|党)区(?=人民政府|政府|党委|委$|委员会$))/
const cityStart = /^(?:中国共产党|中共)?(?:.{2,8}?(?:市|州|盟|地区))/

/** 共青团, the democratic parties and the trade unions of a trade: their 市委 and 地委 are offices of the place as 总工会 and 妇联 are, and not its government. */
const organisation =
  /^(?:中国)?(?:共青团|共产主义青年团|民革|国民党革命委员会|民盟|民主同盟|民建|民主建国会|民进|民主促进会|农工民主党|农工党|致公党|九三学社|九三|台盟|台湾民主自治同盟|(?<=^中国)[^市县区]{2,8}?工会)/
const committeeOfRegion = new RegExp(`^${region}区?(?:委|委会|委员会)$`)
const regionAhead = new RegExp(`^${region}(?:区直|区)?`)
const committeeOfPlace = /[市县区州盟旗].*(?:委|委会|委员会)$|地委$/
const leagueOfPlace = /团[市地]委$/

function kindOfOrganisation(name: string): BodyKind | undefined {
  if (leagueOfPlace.test(name)) return 'bureau'
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

/** What stands behind the name of a ministry: `social` and units are not the ministry itself. */
function kindOfPart(rest: string): BodyKind {
  if (rest === '') return 'ministry'
  if (socialEnd.test(rest)) return 'social'
  return ministryEnd.test(rest) && !officeOfUnit.test(rest) ? 'ministry' : 'unknown'
}

function kindOfCountry(fullName: string): BodyKind | undefined {
  if (stateName.test(fullName)) return 'state'
  // Its 办公厅 signs for a ministry; that of a region is a 厅 of the region.
  const name = fullName.replace(/办公厅$/, '')
  const part = name.replace(ministryNames, '')
  if (part !== name) return kindOfPart(part)
  if (ministryWord.test(name) || ministryFullName.test(name)) return 'ministry'
  if (!countryStart.test(name) || officeOfUnit.test(name) || socialEnd.test(name)) return undefined
  return ministryEnd.test(name) || name !== fullName ? 'ministry' : undefined
}

function kindOfRegion(name: string): BodyKind | undefined {
  if (regionGovernment.test(name)) return 'ministry'
  const isOfRegion = startsWithRegion.test(name)
  if (!name.endsWith('厅') && !(isOfRegion && officeEnd.test(name))) return undefined
  const rest = name.replace(startsWithRegion, '')
  if (!name.endsWith('厅') && (cityStart.test(rest) || countyStart.test(rest))) return undefined
  return officeOfUnit.test(name) ? 'unknown' : 'department'
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

function kindOf(signature: string): BodyKind {
  // 原国家教委: a body of that name before. Not 原阳, 原平 and 原州, which are places.
  const fullName = signature.replace(/^原(?![阳平州])/, '').replace(countryBeforePlace, '')
  if (isUndecided(fullName)) return 'unknown'
  if (judges.test(fullName)) return socialEnd.test(fullName) ? 'social' : 'unknown'
  const ofAll = kindOfCountry(fullName) ?? kindOfOrganisation(fullName)
  if (ofAll) return ofAll
  const name = withShortName(fullName)
  if (socialEnd.test(name)) return 'social'
  const ofPlace = kindOfRegion(name) ?? kindOfPlace(name)
  if (ofPlace) return ofPlace
  return unitEnd.test(name) ? 'local' : 'unknown'
}

/** An office that names no place of its own. */
const isBareOffice = (name: string): boolean =>
  officeEnd.test(withShortName(name)) &&
  !isUndecided(name) &&
  !judges.test(name) &&
  !officeOfUnit.test(name) &&
  !startsWithRegion.test(name) &&
  !/^(?:中国|全国|国家|武警)/.test(name)

/** “南宁市教育局、卫生局”: a bare office stands under the place named before it. */
function inherit(name: string, before: Body | undefined): BodyKind {
  const kind = kindOf(name)
  if (kind !== 'unknown' || !before || !isBareOffice(name)) return kind
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
