import { speak } from '#core/words/translation.ts'

/** Names of what people are counted by, as they stand on paper. */
export const officialDimensionWords = {
  age: '年龄段',
  ages: {
    '0-30': '30岁及以下',
    '31-35': '31–35岁',
    '36-40': '36–40岁',
    '41-45': '41–45岁',
    '46-50': '46–50岁',
    '51-55': '51–55岁',
    '56-60': '56–60岁',
    '61-': '61岁及以上',
  },
  state: '状态',
  states: {
    received: '已接收',
    checking: '检查中',
    returned: '退回',
    passed: '通过',
    reported: '已上报',
    setAside: '搁置',
  },
  field: (sheet: string, field: string) => `${sheet} · ${field}`,
  byCity: (field: string) => `${field}（按地市）`,
  anyRow: (field: string) => `${field}（每项都计）`,
  blank: '未填',
  unknownCode: (code: string) => `代码 ${code}（现行代码表没有）`,
} as const

/** The same on the screen. */
export const dimensionWords = speak('dimensionWords', {
  ...officialDimensionWords,
  ages: { ...officialDimensionWords.ages },
  states: { ...officialDimensionWords.states },
})
