import type { GuideEntry } from '#core/guide/guide.ts'
import type { Scheme, Sheet } from './scheme.ts'

/** What stands in English for the Chinese texts of the scheme, of the rules and of the guide. */
export interface EnglishTexts {
  readonly scheme: Readonly<Record<string, string>>
  /** Placeholders in braces stay: `“{label}” is required.` */
  readonly rules: Readonly<Record<string, string>>
  /** How it is done in this software; questions on certificates, choices and answers. */
  readonly guide: Readonly<Record<string, string>>
  /** The official questions and answers, by their number; shown beside the official text. */
  readonly faq: Readonly<Record<string, Pick<GuideEntry, 'question' | 'answer'>>>
}

function translateSheet(sheet: Sheet, say: (text: string) => string): Sheet {
  const { emptyNote } = sheet
  return {
    ...sheet,
    title: say(sheet.title),
    ...(emptyNote !== undefined && { emptyNote: say(emptyNote) }),
    fields: sheet.fields.map((field) => ({
      ...field,
      label: say(field.label),
      help: say(field.help),
      ...(field.section !== undefined && { section: say(field.section) }),
      ...(field.requiredNote !== undefined && { requiredNote: say(field.requiredNote) }),
      quickFills: field.quickFills.map(({ label, value }) => ({ label: say(label), value })),
    })),
  }
}

/** The scheme as it is shown in English; a text that has none stays Chinese. Never printed, signed or stored. */
export function translateScheme(scheme: Scheme, { scheme: texts }: EnglishTexts): Scheme {
  const say = (text: string): string => (Object.hasOwn(texts, text) ? (texts[text] ?? text) : text)
  return { ...scheme, name: say(scheme.name), sheets: scheme.sheets.map((sheet) => translateSheet(sheet, say)) }
}

/** An entry of the guide as it is shown in English; one that has none stays Chinese. */
export function makeEntryTranslator(
  { faq }: EnglishTexts,
  sentence: (official: string) => string,
): (official: GuideEntry) => GuideEntry {
  return (official) => ({
    ...official,
    ...faq[official.id],
    ...(official.here !== undefined && { here: sentence(official.here) }),
  })
}

interface Template {
  readonly pattern: RegExp
  readonly names: readonly string[]
  readonly english: string
}

const placeholder = /\{(\w+)\}/

function makeTemplate([chinese, english]: readonly [string, string]): Template {
  const pieces = chinese.split(placeholder)
  const escape = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const source = pieces.map((piece, index) => (index % 2 === 0 ? escape(piece) : '(.+?)')).join('')
  return { pattern: new RegExp(`^${source}$`, 'su'), names: pieces.filter((_, index) => index % 2 === 1), english }
}

/**
 * Says in English what a rule or the guide says in Chinese: a sentence is found by its template, the values in it stay. Issues
 * themselves stay Chinese, so that a confirmation given in one language holds in the other.
 */
export function makeSentenceTranslator({ scheme, rules, guide }: EnglishTexts): (sentence: string) => string {
  const templates = Object.entries(rules)
    .filter(([chinese]) => placeholder.test(chinese))
    // The longer the fixed text, the surer the match.
    .sort(([a], [b]) => b.replace(placeholder, '').length - a.replace(placeholder, '').length)
    .map(makeTemplate)
  const known = new Map<string, string>(Object.entries({ ...guide, ...rules }))

  function translate(sentence: string): string {
    for (const { pattern, names, english } of templates) {
      const match = pattern.exec(sentence)
      if (!match) continue
      const values = new Map(names.map((name, index) => [name, match[index + 1] ?? '']))
      return english.replace(/\{(\w+)\}/g, (_, name: string) => {
        const value = values.get(name) ?? ''
        return Object.hasOwn(scheme, value) ? (scheme[value] ?? value) : value
      })
    }
    return sentence
  }

  return (sentence) => {
    const said = known.get(sentence) ?? translate(sentence)
    known.set(sentence, said)
    return said
  }
}
