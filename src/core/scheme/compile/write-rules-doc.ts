import type { RuleFunction } from '#core/rules/functions/rule-function.ts'
import type { At, CleanupSource, DeferredRule, RuleSource, Selector } from './rule-source.ts'

/** What the page is written from. */
export interface RulesDoc {
  readonly scheme: { readonly name: string; readonly version: string }
  readonly rules: readonly RuleSource[]
  readonly cleanups: readonly CleanupSource[]
  readonly deferred: readonly DeferredRule[]
  readonly functions: readonly RuleFunction[]
}

const groups: Readonly<Record<string, string>> = {
  N: '录入整理（自动改正并告知）',
  B: '基本信息',
  E: '学历学位情况',
  T: '专业技术资格信息',
  Q: '职业资格证书',
  A: '奖励情况',
  H: '荣誉称号',
  X: '整条记录与报送',
}
const severities = { error: '必改', warning: '提醒', info: '提示' } as const
const requirements = { always: '必填', conditional: '有条件必填', never: '选填' } as const
const kinds = { text: '文字', code: '代码', date: '日期' } as const
const scopes: Readonly<Record<string, string>> = { record: '整条记录', handingIn: '生成报送时' }

const cell = (text: string): string => text.replace(/\s+/g, ' ').trim().replaceAll('|', '\\|')
const code = (text: string): string => `\`${cell(text)}\``

function saySelector({ sheet, required, kind, fields, except }: Selector): string {
  const sheets = sheet === '*' ? '各表' : `${sheet} 的`
  const picked = `${required ? requirements[required] : ''}${kind ? kinds[kind] : ''}栏目`
  const only = fields ? `：${fields.join('、')}` : ''
  const but = except ? `（${except.join('、')} 除外）` : ''
  return `${sheets}${picked}${only}${but}`
}

function sayAt(at: At): string {
  if (typeof at === 'string') return scopes[at] ?? code(at)
  return Array.isArray(at) ? at.map(code).join('、') : saySelector(at)
}

const nameOf = ({ id, part }: { readonly id: string; readonly part?: string }): string => (part ? `${id} ${part}` : id)

function ruleRow(rule: RuleSource): string {
  const fix = rule.fix ? `（可一键：${cell(rule.fix.label)}）` : ''
  const cells = [
    nameOf(rule),
    severities[rule.severity],
    sayAt(rule.at),
    `${cell(rule.message)}${fix}`,
    code(rule.condition),
    cell(rule.source),
    String(rule.examples.length),
  ]
  return `| ${cells.join(' | ')} |`
}

function cleanupRow(cleanup: CleanupSource): string {
  const { at, message, clean, source, examples } = cleanup
  const cells = [nameOf(cleanup), '整理', sayAt(at), cell(message), code(clean), cell(source), String(examples.length)]
  return `| ${cells.join(' | ')} |`
}

const tableHead = ['| 编号 | 级别 | 位置 | 提示 | 条件 | 依据 | 例 |', '|---|---|---|---|---|---|---|']

function groupLines(letter: string, title: string, { rules, cleanups }: RulesDoc): readonly string[] {
  const rows = [
    ...cleanups.filter(({ id }) => id.startsWith(letter)).map(cleanupRow),
    ...rules.filter(({ id }) => id.startsWith(letter)).map(ruleRow),
  ]
  return rows.length === 0 ? [] : ['', `## ${letter} ${title}`, '', ...tableHead, ...rows]
}

/** The page `docs/rules.md`: every rule, the functions conditions may call, and what is left for later. */
export function writeRulesDoc(doc: RulesDoc): string {
  const { rules, cleanups, deferred, functions, scheme } = doc
  const ids = new Set([...rules, ...cleanups].map(({ id }) => id))
  const lines = [
    '# 校验规则',
    '',
    `${scheme.name} ${scheme.version}：${ids.size} 条规则（${rules.length + cleanups.length} 个条件），另有 ${deferred.length} 条留待以后。`,
    '',
    '本页由 `codes/rules/` 生成，不要直接修改；改规则后运行 `npm run caibao -- codes docs`。',
    '',
    '级别：**必改**不改不能生成报送；**提醒**可以写明原因后确认；**提示**只供参考。条件成立，问题就成立；条件用 CEL 书写。',
    '依据：`S2-15` 为《填报问答》第二部分第 15 题，`J` 为本项目的判断。“例”为正反例的个数，每次构建逐个运行。',
    ...Object.entries(groups).flatMap(([letter, title]) => groupLines(letter, title, doc)),
    '',
    '## 条件中可用的函数',
    '',
    '| 函数 | 说明 |',
    '|---|---|',
    ...functions.map(({ signature, about }) => `| ${code(signature)} | ${cell(about)} |`),
    '',
    '## 留待以后的规则',
    '',
    '| 编号 | 提示 | 为什么不在这里 | 何时 |',
    '|---|---|---|---|',
    ...deferred.map(
      ({ id, message, reason, comes }) => `| ${id} | ${cell(message)} | ${cell(reason)} | ${cell(comes)} |`,
    ),
  ]
  return `${lines.join('\n')}\n`
}
