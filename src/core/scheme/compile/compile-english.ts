import * as v from 'valibot'
import type { Guide } from '#core/guide/guide.ts'
import type { EnglishTexts } from '../english-texts.ts'
import type { Scheme } from '../scheme.ts'
import type { CodesFiles } from './codes-files.ts'
import type { Problem } from './problem.ts'
import { checkShape, readYaml, type YamlFile } from './read-yaml.ts'
import type { RuleSources } from './compile-rules.ts'

const textSchema = v.pipe(v.string(), v.minLength(1))
const textsSchema = v.record(v.string(), textSchema)
const faqSchema = v.record(v.string(), v.strictObject({ question: textSchema, answer: v.array(textSchema) }))

const fileOf = (name: string): string => `codes/english/${name}.yaml`

interface Read<T> {
  readonly texts: Readonly<Record<string, T>>
  readonly yaml: YamlFile | undefined
}

function readTexts<T>(
  name: string,
  schema: v.GenericSchema<unknown, Readonly<Record<string, T>>>,
  files: CodesFiles,
  problems: Problem[],
): Read<T> {
  const text = files.get(fileOf(name))
  if (text === undefined) {
    problems.push({ file: fileOf(name), line: 1, message: '没有这个文件' })
    return { texts: {}, yaml: undefined }
  }
  const yaml = readYaml(fileOf(name), text, problems)
  return { texts: (yaml && checkShape(schema, yaml, problems)) ?? {}, yaml }
}

/** The English of `codes/english/`, unchecked. */
export function readEnglish(files: CodesFiles, problems: Problem[]): EnglishTexts {
  const textsOf = (name: string) => readTexts(name, textsSchema, files, problems).texts
  const faq = readTexts('faq', faqSchema, files, problems).texts
  return { scheme: textsOf('scheme'), rules: textsOf('rules'), guide: textsOf('guide'), faq }
}

function textsOfScheme(scheme: Scheme): ReadonlySet<string> {
  const texts = scheme.sheets.flatMap(({ title, emptyNote, fields }) => [
    title,
    emptyNote,
    ...fields.flatMap(({ label, help, section, requiredNote, quickFills }) => [
      label,
      help,
      section,
      requiredNote,
      ...quickFills.map((quickFill) => quickFill.label),
    ]),
  ])
  return new Set([scheme.name, ...texts].filter((text) => text !== undefined))
}

function textsOfRules({ rules, cleanups, deferred }: RuleSources): ReadonlySet<string> {
  const ofRules = rules.flatMap(({ message, fix }) => (fix ? [message, fix.label] : [message]))
  const ofOthers = [...cleanups, ...deferred.filter(({ said }) => said)].map(({ message }) => message)
  return new Set([...ofRules, ...ofOthers])
}

function textsOfGuide({ entries, certificates: { questions, answers } }: Guide): ReadonlySet<string> {
  const asked = Object.values(questions)
  const offered = asked.flatMap(({ choices }) => choices)
  return new Set([
    ...entries.flatMap(({ here }) => here ?? []),
    ...asked.map(({ ask }) => ask),
    ...offered.map(({ say }) => say),
    ...Object.values(answers).map(({ text }) => text),
  ])
}

const placeholdersOf = (text: string): string => (text.match(/\{\w+\}/g) ?? []).sort().join(' ')

function check(name: string, wanted: ReadonlySet<string>, files: CodesFiles, problems: Problem[]): void {
  const { texts, yaml } = readTexts(name, textsSchema, files, problems)
  if (!yaml) return
  const { file, lineOf } = yaml
  for (const text of wanted) {
    if (!Object.hasOwn(texts, text)) problems.push({ file, line: 1, message: `没有“${text}”的英文` })
  }
  for (const [chinese, english] of Object.entries(texts)) {
    const line = lineOf([chinese])
    if (!wanted.has(chinese)) problems.push({ file, line, message: `codes/${name}/ 里没有“${chinese}”` })
    if (placeholdersOf(chinese) !== placeholdersOf(english)) {
      problems.push({ file, line, message: `“${chinese}”与英文的占位不同` })
    }
  }
}

function checkFaq({ entries }: Guide, files: CodesFiles, problems: Problem[]): void {
  const { texts, yaml } = readTexts('faq', faqSchema, files, problems)
  if (!yaml) return
  const { file, lineOf } = yaml
  for (const { id, answer } of entries) {
    const english = texts[id]
    if (!english) problems.push({ file, line: 1, message: `没有问答 ${id} 的英文` })
    else if (english.answer.length !== answer.length)
      problems.push({ file, line: lineOf([id]), message: `问答 ${id} 的英文与原文段数不同` })
  }
  const ids = new Set(entries.map(({ id }) => id))
  for (const id of Object.keys(texts))
    if (!ids.has(id)) problems.push({ file, line: lineOf([id]), message: `codes/guide/ 里没有问答 ${id}` })
}

/** What English is made for. */
export interface Spoken {
  readonly scheme: Scheme
  readonly sources: RuleSources
  readonly guide: Guide | undefined
}

/** Every text of the scheme, the rules and the guide has its English, with the same placeholders, and none is left over. */
export function checkEnglish(files: CodesFiles, { scheme, sources, guide }: Spoken, problems: Problem[]): void {
  check('scheme', textsOfScheme(scheme), files, problems)
  check('rules', textsOfRules(sources), files, problems)
  if (!guide) return
  check('guide', textsOfGuide(guide), files, problems)
  checkFaq(guide, files, problems)
}
