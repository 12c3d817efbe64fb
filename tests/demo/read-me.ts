import { casesWords } from '#app/management/words/cases.zh-CN.ts'
import { certificateWords } from '#app/management/words/certificates.zh-CN.ts'
import { receiveWords } from '#app/management/words/receive.zh-CN.ts'
import { namesWords } from '#app/management/words/report.zh-CN.ts'
import { listsWords } from '#app/management/words/tables.zh-CN.ts'
import { unitWords } from '#app/management/words/unit.zh-CN.ts'
import { demoPlaces as places } from './places.ts'
import { demoUnits, elsewhere, register } from './units.ts'
import { officerPassphrases } from './write-packs.ts'

/** What of the people of the school is seen in the app. */
export interface DemoCounts {
  readonly received: number
  readonly withErrors: number
  readonly withWarnings: number
  readonly rare: number
  /** Whose unit is written otherwise than on the seal, the stranger among them. */
  readonly otherUnit: number
  readonly expected: number
  readonly missing: number
  /** Who did not report, of those missing. */
  readonly absent: number
  readonly differing: number
  readonly unexpected: number
}

interface PackFacts {
  readonly file: string
  readonly people: number
  readonly fingerprint: string
}

/** What was made. */
export interface DemoFacts {
  readonly seed: number
  /** Names of the files that are special. */
  readonly files: Readonly<Record<'again' | 'otherDevice' | 'foreign' | 'damaged', string>>
  readonly counts: DemoCounts
  readonly packs: {
    readonly hospital: PackFacts
    readonly primary: PackFacts
    readonly request: string
    readonly moved: string
  }
}

// As the screens say it: a text of theirs that changes, changes here.
const { nav, setUp } = unitWords
const { outcomes } = receiveWords
const { city, school, hospital, primary } = demoUnits

// Among few people some faults are nobody's.
const lines = (count: number, said: (count: number) => string): string => (count > 0 ? said(count) : '')

const beginning = ({ seed, counts }: DemoFacts): string => `采报 管理版：试用文件夹

这里的人、单位、身份证号、电话都是程序编出来的（种子 ${seed}），与任何真人、真单位无关。
不用登录服务器，也不用网络：接收的内容只在您的浏览器里。请不要与真的数据放在一起；试完把这个文件夹删掉即可。

【零】打开
1. 在采报的文件夹运行 npm start，用浏览器打开它显示的网址，后面加 /unit（U 盘版同样加 /unit）。
   建议用无痕窗口，或另建一个浏览器用户：试用的数据就不会进您自己的数据，关掉就没有了。
2. “${setUp.title}”页的最下面，点“${setUp.restoreTitle}”，选“${places.keys}”里的“${school.name}.key”。
   ${setUp.restoreOfficer}：${officerPassphrases[0]}    ${setUp.userName}：随便写    ${setUp.passphrase}：自己定，${setUp.shortest}
   再点“${setUp.restore}”。现在您是“${school.name}”的采集员。

【一】接收 ${counts.received} 个人的报送
“${nav.receive}” → “${receiveWords.chooseFolder}” → 选“${places.submissions}”。（也可以把文件夹拖进去。）
应当看到：${outcomes.new} ${counts.received} · ${outcomes.newer} 2 · ${outcomes.refused} 1
（电脑先读到新的那份时，“${outcomes.newer}”会是“${outcomes.older}”，结果一样。）
勾上“${receiveWords.onlyNotable}”，逐个看：`

const special = ({ files, counts }: DemoFacts): string => `· ${files.again}
  本人又报了一次，换了手机号。
· ${files.otherDevice}
  也是又报了一次，但不是同一台设备签的，要与本人核实。
· ${files.foreign}
  填的单位是“${elsewhere.name}”，不是本单位的人。
${lines(counts.otherUnit - 1, (count) => `  另有 ${count} 人单位写了“玉林一中”，也与公章不一致。\n`)}· ${files.damaged}
  文件只剩前一半，没有接收：要请本人重新发。`

const checking = ({ counts }: DemoFacts): string => `【二】检查
“${nav.cases}”里有 ${counts.received} 人。
· ${counts.withErrors} 人有必改项：编的时候故意弄错的（身份证号、电话、奖励范围、学历……）。用“${casesWords.moreFilters}”按“${casesWords.rule}”找。
${lines(counts.withWarnings, (count) => `· ${count} 人有提醒，本人都写了说明，打开可以看到。\n`)}${lines(counts.rare, (count) => `· ${count} 人的名字里有生僻字，看看显示和打印得对不对。\n`)}打开一个没有问题的人，点“${casesWords.tickAll}”，再点“${casesWords.pass}”；打开一个有必改项的人，试“${casesWords.correct}”和“${casesWords.sendBack}”。

【三】谁还没有报
“${nav.lists}” → “${listsWords.chooseExpected}” → ${places.expected}
应当看到：应报 ${counts.expected} 人，未报 ${counts.missing} 人；名单之外有 ${counts.unexpected} 人。
· 未报的人里，${counts.absent} 人没有报，1 人的文件坏了${lines(counts.missing - counts.absent - 1, (count) => `，${count} 人报了但身份证号写错`)}。
${lines(counts.differing, (count) => `· 身份证号相同、姓名不同的 ${count} 人：姓名里打成了“？”。\n`)}· 名单之外：“${elsewhere.name}”的那个人${lines(counts.unexpected - 1, () => '，和身份证号写错的人')}。

【四】统一单位名称
“${nav.lists}” → “${listsWords.choose}” → ${places.register}（${register.length} 个单位，写着各自的别名）。
“${nav.names}” → “${namesWords.byRegister}”：${counts.otherUnit > 1 ? `写“玉林一中”的（${counts.otherUnit - 1} 人）可以一次改成“${school.name}”。` : '没有人写别名，没有要改的。'}
以后可以接着试“${nav.totals}”“${nav.roster}”“${nav.report}”“${nav.tables}”。`

const atCity = ({ packs }: DemoFacts): string => `【五】换成市级：汇总下级的上报包
1. 另开一个浏览器用户（或关掉无痕窗口重开），照【零】恢复“${places.keys}”里的“${city.name}.key”（口令相同）。
2. “${nav.lists}”导入${places.register}，再到“${nav.receive}”选文件夹“${places.packs}”。
应当看到：两个上报包都收下，一共 ${packs.hospital.people + packs.primary.people - 1} 人。
· ${packs.hospital.file}（${packs.hospital.people} 人）
  有本市签发的证书证明，不用核对指纹。
· ${packs.primary.file}（${packs.primary.people} 人）
  没有证书，要核对指纹。屏幕上的应当是（真的工作里要打电话听）：
  ${packs.primary.fingerprint}
  它用的是较早的采集方案，已按现在的规则检查（M16）。
3. 把“${places.packs}”再接收一遍：两个包都已汇总过，不会重复（M14）。
4. “${nav.cases}”里点“${casesWords.bulkPass(packs.hospital.people + packs.primary.people - 2)}”：下级核对过原件的，可以一次通过。
   剩下的“${packs.moved}”两个单位都报了（M15）：打开这个人，确定由哪个单位报。
5. 给${primary.name}签发证书：“${nav.unit}” → “${certificateWords.lower}” → “${certificateWords.page.open}” → ${packs.request}，
   指纹照上面的输入。（${hospital.name}的证书已经在它的上报包里。）

【六】不用界面，也能核对
npm run -s caibao -- verify 文件或文件夹      （坏了的那一份会说明，其余都“签名有效”）
`

/** 先读我.txt: what to try step by step, and what one should see. */
export const readMe = (facts: DemoFacts): string =>
  `${beginning(facts)}\n${[special, checking, atCity].map((part) => part(facts)).join('\n\n')}`
