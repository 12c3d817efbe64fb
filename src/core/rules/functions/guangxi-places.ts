import type { CodeEntry, CodeTable } from '#core/codes/code-table.ts'
import type { RuleFunction } from './rule-function.ts'

/** 广西, its short name, and all that belongs to it. */
const region = '广西|桂'
const ofCity = '2'

/** How a place is written: a city without its last character too, 恭城瑶族自治县 also as 恭城县; 资源 alone is a word. */
function writtenNames({ name, aliases, attrs }: CodeEntry): readonly string[] {
  return [name, ...aliases].flatMap((full) => {
    if (String(attrs['level']) === ofCity) return [full.replace(/(?:地区|市)$/, '')]
    return [full, full.replace(/(?:(?:各|.{1,3})族)+自治县$/, '县')]
  })
}

const patterns = new WeakMap<CodeTable, RegExp>()

/** All places of Guangxi, the abolished ones too; but no abolished district: 白云区 and 市郊区 are elsewhere today. */
function patternOf(divisions: CodeTable): RegExp {
  const known = patterns.get(divisions)
  if (known) return known
  const names = new Set<string>()
  for (const entry of divisions.entries()) {
    if (!entry.code.startsWith('45') || (entry.abolished && entry.name.endsWith('区') && !entry.name.endsWith('地区')))
      continue
    for (const name of writtenNames(entry)) names.add(name)
  }
  const pattern = new RegExp([region, ...names].join('|'))
  patterns.set(divisions, pattern)
  return pattern
}

/** Rules about where in Guangxi a body sits. */
export const guangxiPlaceFunctions: readonly RuleFunction[] = [
  {
    name: 'namesGuangxi',
    signature: 'namesGuangxi(string): bool',
    about: '是否写有广西或广西的市、县、区（含已撤销的）。',
    bind: (tables) => (text: string) => {
      const divisions = tables.table('divisions')
      return divisions === undefined || patternOf(divisions).test(text)
    },
  },
]
