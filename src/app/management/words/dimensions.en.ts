import type { Translation } from '#core/words/translation.ts'
import type { dimensionWords } from './dimensions.zh-CN.ts'

/** {@link dimensionWords} in English. */
export const dimensionWordsEn: Translation<typeof dimensionWords> = {
  age: 'Age group',
  ages: {
    '0-30': '30 and younger',
    '31-35': '31–35',
    '36-40': '36–40',
    '41-45': '41–45',
    '46-50': '46–50',
    '51-55': '51–55',
    '56-60': '56–60',
    '61-': '61 and older',
  },
  state: 'State',
  states: {
    received: 'Received',
    checking: 'Being checked',
    returned: 'Returned',
    passed: 'Passed',
    reported: 'Reported',
    setAside: 'Set aside',
  },
  field: (sheet, field) => `${sheet} · ${field}`,
  byCity: (field) => `${field} (by city)`,
  anyRow: (field) => `${field} (every entry)`,
  blank: 'not filled in',
  unknownCode: (code) => `code ${code} (not in the table in use)`,
}
