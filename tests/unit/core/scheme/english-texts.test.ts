import { describe, expect, test } from 'vitest'
import { createRuleEngine } from '#core/rules/create-rule-engine.ts'
import { compileCodes } from '#core/scheme/compile/compile-codes.ts'
import { makeEntryTranslator, makeSentenceTranslator, translateScheme } from '#core/scheme/english-texts.ts'
import { compiledGuide, readCodes, readEnglishTexts } from '#server/scheme/read-codes.ts'
import { realCodes } from '#tests/support/real-codes.ts'
import { exampleRecord } from '#tests/support/rule-examples.ts'

const han = /\p{Script=Han}/u
const { bundle, sources, tables } = await realCodes()
const texts = await readEnglishTexts()
/** What must be typed or chosen in Chinese stands in quotes, or is the name of an authority. */
const withoutQuotes = (text: string): string => text.replace(/“[^”]*”/g, '').replace(/广西人社厅|人事厅/g, '')

describe('the scheme in English', () => {
  const english = translateScheme(bundle.scheme, texts)
  const fields = english.sheets.flatMap((sheet) => sheet.fields)

  test('has no Chinese but what must be typed or chosen in it', () => {
    const shown = [
      ...english.sheets.flatMap(({ title, emptyNote = '' }) => [title, emptyNote]),
      ...fields.flatMap(({ label, section = '', requiredNote = '' }) => [label, section, requiredNote]),
    ]
    expect(shown.filter((text) => han.test(text) && !text.includes('“'))).toEqual([])
    expect(fields.map(({ help }) => withoutQuotes(help)).filter((text) => han.test(text))).toEqual([])
  })

  test('asks the same questions', () => {
    const shape = ({ sheets }: typeof english) =>
      sheets.map(({ key, fields: of }) => [key, of.map((field) => field.key)])
    expect(shape(english)).toEqual(shape(bundle.scheme))
  })
})

describe('the guide in English', () => {
  test('has no Chinese but names in quotes', () => {
    const said = Object.values(texts.guide)
    expect(said.length).toBeGreaterThan(40)
    expect(said.filter((text) => han.test(withoutQuotes(text)))).toEqual([])
    expect(makeSentenceTranslator(texts)('手里是哪一种证书？')).toBe('What kind of certificate do you have?')
  })

  test('says how each thing is done in this software', async () => {
    const notes = (await compiledGuide()).entries.flatMap(({ here }) => here ?? [])
    expect(notes.length).toBeGreaterThan(10)
    expect(notes.filter((note) => !Object.hasOwn(texts.guide, note))).toEqual([])
  })
})

describe('the official answers in English', () => {
  const say = makeEntryTranslator(texts, makeSentenceTranslator(texts))

  test('have no Chinese but what must be found, chosen or typed in it', async () => {
    const { entries } = await compiledGuide()
    const said = entries.flatMap((entry) => {
      const { question, answer, here = '' } = say(entry)
      return answer.concat(question, here)
    })
    expect(said.length).toBeGreaterThan(70)
    expect(said.filter((text) => han.test(withoutQuotes(text)))).toEqual([])
  })

  test('keep the numbers and addresses of the official text', async () => {
    const { entries } = await compiledGuide()
    const figures = (text: string): readonly string[] =>
      [...new Set(text.match(/(?:https?:\/\/|www\.)[\w./?=&-]+|\d{4,}/g) ?? [])].sort()
    for (const entry of entries)
      expect(figures(say(entry).answer.join(' ')), entry.id).toEqual(figures(entry.answer.join(' ')))
  })

  test('leave an entry Chinese that has none', () => {
    const unknown = { id: 'S9-1', topic: 'unit', question: '问？', answer: ['答。'] }
    expect(say(unknown)).toEqual(unknown)
  })
})

describe('sentences of rules in English', () => {
  const engine = createRuleEngine(bundle.rules, bundle.scheme, tables)
  const translate = makeSentenceTranslator(texts)

  test('every issue of every example is said in English', () => {
    const issues = sources.rules.flatMap(({ examples }) =>
      examples.flatMap((example) =>
        engine.check(exampleRecord('fails' in example ? example.fails : example.passes), {
          today: example.today ?? '2012-06-01',
        }),
      ),
    )
    expect(issues.length).toBeGreaterThan(1000)
    const untranslated = issues.flatMap(({ message, fix }) =>
      [message, ...(fix ? [fix.label] : [])].filter((text) => translate(text) === text),
    )
    expect([...new Set(untranslated)]).toEqual([])
  })

  test('keep their values', () => {
    expect(translate('“姓名”是必录项，请填写。')).toBe('“Name” is required; please fill it in.')
    expect(translate('年龄 17 岁，请核对出生日期。')).toBe('Age 17; please check the date of birth.')
    expect(translate('谁也没有说过这句话。')).toBe('谁也没有说过这句话。')
  })
})

describe('codes/ with gaps in its English', () => {
  test('does not compile, and says where', async () => {
    const files = new Map(await readCodes())
    const path = 'codes/english/scheme.yaml'
    files.set(path, (files.get(path) ?? '').replace('"姓名": "Name"', '"姓明": "Name"'))
    const rules = 'codes/english/rules.yaml'
    files.set(rules, (files.get(rules) ?? '').replace('“{label}” is required.', '“{lable}” is required.'))
    const faq = 'codes/english/faq.yaml'
    files.set(faq, (files.get(faq) ?? '').replace('S2-16:', 'S2-99:').replace('    - "The addresses are:"\n', ''))
    const compiled = await compileCodes(files)
    const said = 'problems' in compiled ? compiled.problems.map(({ file, message }) => `${file} ${message}`) : []
    expect(said).toEqual([
      `${faq} 没有问答 S2-16 的英文`,
      `${faq} codes/guide/ 里没有问答 S2-99`,
      `${faq} 问答 S1-4 的英文与原文段数不同`,
      `${rules} ““{label}”是必录项。”与英文的占位不同`,
      `${path} 没有“姓名”的英文`,
      `${path} codes/scheme/ 里没有“姓明”`,
    ])
  })
})
