import * as v from 'valibot'
import type { Guide } from '#core/guide/guide.ts'
import type { EnglishTexts } from '../english-texts.ts'
import type { Scheme } from '../scheme.ts'
import type { CodesFiles } from './codes-files.ts'
import type { Problem } from './problem.ts'
import { checkShape, readYaml, type YamlFile } from './read-yaml.ts'
import type { RuleSources } from './compile-rules.ts'

const textsSchema = v.record(v.string(), v.pipe(v.string(), v.minLength(1)))

const fileOf = (name: string): string => `codes/english/${name}.yaml`

interface ReadTexts {
  readonly texts: Readonly<Record<string, string>>
  readonly yaml: YamlFile | undefined
}

function readTexts(name: string, files: CodesFiles, problems: Problem[]): ReadTexts {
  const text = files.get(fileOf(name))
  if (text === undefined) {
    problems.push({ file: fileOf(name), line: 1, message: '没有这个文件' })
    return { texts: {}, yaml: undefined }
  }
  const yaml = readYaml(fileOf(name), text, problems)
  return { texts: (yaml && checkShape(textsSchema, yaml, problems)) ?? {}, yaml }
}

/** The English of `codes/english/`, unchecked. */
export function readEnglish(files: CodesFiles, problems: Problem[]): EnglishTexts {
  const textsOf = (name: string) => readTexts(name, files, problems).texts
  return { scheme: textsOf('scheme'), rules: textsOf('rules'), guide: textsOf('guide') }
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

function check(name: string, wanted: ReadonlySet<string>, { texts, yaml }: ReadTexts, problems: Problem[]): void {
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

/** What English is made for. */
export interface Spoken {
  readonly scheme: Scheme
  readonly sources: RuleSources
  readonly guide: Guide | undefined
}

/** Every text of ours in the scheme, the rules and the guide has its English, with the same placeholders, and none is left over. */
export function checkEnglish(files: CodesFiles, { scheme, sources, guide }: Spoken, problems: Problem[]): void {
  check('scheme', textsOfScheme(scheme), readTexts('scheme', files, problems), problems)
  check('rules', textsOfRules(sources), readTexts('rules', files, problems), problems)
  if (guide) check('guide', textsOfGuide(guide), readTexts('guide', files, problems), problems)
}
