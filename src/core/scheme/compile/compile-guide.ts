import * as v from 'valibot'
import type { CertificateTree, Guide } from '#core/guide/guide.ts'
import { fieldByKey, type Scheme, sheetByKey } from '../scheme.ts'
import type { CodesFiles } from './codes-files.ts'
import type { RuleSources } from './compile-rules.ts'
import type { Problem } from './problem.ts'
import { checkShape, readYaml, type YamlFile } from './read-yaml.ts'

const text = v.pipe(v.string(), v.nonEmpty())
const entriesSchema = v.array(
  v.strictObject({
    id: v.pipe(v.string(), v.regex(/^S\d-\d{1,2}$/, '应为问答的编号，如 S2-15')),
    topic: text,
    question: text,
    answer: v.pipe(v.array(text), v.nonEmpty()),
    here: v.exactOptional(text),
    fields: v.exactOptional(v.array(text)),
  }),
)
const treeSchema = v.strictObject({
  start: text,
  questions: v.record(
    text,
    v.strictObject({
      ask: text,
      choices: v.pipe(v.array(v.strictObject({ say: text, to: text })), v.minLength(2)),
    }),
  ),
  answers: v.record(
    text,
    v.strictObject({
      verdict: v.picklist(['fill', 'leave']),
      sheet: v.exactOptional(text),
      text,
      source: v.pipe(v.array(text), v.nonEmpty()),
    }),
  ),
})

const demoRow = v.record(text, v.string())
const demoRows = v.optional(v.array(demoRow), [])
const demoSchema = v.strictObject({
  basic: demoRow,
  education: demoRows,
  titles: demoRows,
  qualifications: demoRows,
  awards: demoRows,
  honors: demoRows,
})

const demoFile = 'codes/guide/demo.yaml'
const guideFile = 'codes/guide/guide.yaml'
const treeFile = 'codes/guide/certificates.yaml'
/** Names every field and how it is typed; it stands behind those of which the FAQ says no more. */
const general = 'S2-4'

type Entries = v.InferOutput<typeof entriesSchema>

function read<T extends v.GenericSchema>(
  file: string,
  schema: T,
  files: CodesFiles,
  problems: Problem[],
): { readonly value: v.InferOutput<T>; readonly yaml: YamlFile } | undefined {
  const source = files.get(file)
  if (source === undefined) {
    problems.push({ file, line: 1, message: '没有这个文件' })
    return undefined
  }
  const yaml = readYaml(file, source, problems)
  const value = yaml && checkShape(schema, yaml, problems)
  return value === undefined || !yaml ? undefined : { value, yaml }
}

/** The questions a source names: `S2-15, S3-3(3)` → S2-15, S3-3. */
const questionsIn = (source: string): readonly string[] => source.match(/S\d-\d{1,2}/g) ?? []

function linkFields(entries: Entries, scheme: Scheme): Guide['byField'] {
  const known = new Set(entries.map(({ id }) => id))
  const named = scheme.sheets.flatMap((sheet) =>
    sheet.fields.map((field) => {
      const path = `${sheet.key}.${field.key}`
      const ofField = field.source.flatMap(questionsIn).filter((id) => id !== general)
      const ofEntries = entries.filter(({ fields }) => fields?.includes(path)).map(({ id }) => id)
      const own = [...new Set([...ofEntries, ...ofField])].filter((id) => known.has(id))
      return [path, own.length > 0 || !known.has(general) ? own : [general]] as const
    }),
  )
  return Object.fromEntries(named)
}

function linkRules(entries: Entries, { rules, cleanups }: RuleSources): Guide['byRule'] {
  const known = new Set(entries.map(({ id }) => id))
  const byRule = new Map<string, Set<string>>()
  for (const { id, source } of [...rules, ...cleanups]) {
    for (const question of questionsIn(source)) {
      if (known.has(question)) byRule.set(id, (byRule.get(id) ?? new Set()).add(question))
    }
  }
  return Object.fromEntries([...byRule].map(([id, questions]) => [id, [...questions]]))
}

function checkEntries(entries: Entries, yaml: YamlFile, scheme: Scheme, problems: Problem[]): void {
  const seen = new Set<string>()
  for (const [index, { id, fields = [] }] of entries.entries()) {
    const report = (path: readonly (string | number)[], message: string): void =>
      void problems.push({ file: yaml.file, line: yaml.lineOf([index, ...path]), message })
    if (seen.has(id)) report(['id'], `“${id}”写了两次`)
    seen.add(id)
    for (const [at, path] of fields.entries()) {
      const [sheetKey = '', key = ''] = path.split('.')
      const sheet = sheetByKey(scheme, sheetKey)
      if (!sheet || !fieldByKey(sheet, key)) report(['fields', at], `没有栏目“${path}”`)
    }
  }
}

function checkTree(tree: CertificateTree, yaml: YamlFile, known: ReadonlySet<string>, problems: Problem[]): void {
  const report = (path: readonly (string | number)[], message: string): void =>
    void problems.push({ file: yaml.file, line: yaml.lineOf(path), message })
  const isPlace = (to: string): boolean => Object.hasOwn(tree.questions, to) || Object.hasOwn(tree.answers, to)
  const reached = new Set([tree.start])
  if (!Object.hasOwn(tree.questions, tree.start)) report(['start'], `没有问题“${tree.start}”`)
  for (const [id, { choices }] of Object.entries(tree.questions)) {
    for (const [index, { to }] of choices.entries()) {
      reached.add(to)
      if (!isPlace(to)) report(['questions', id, 'choices', index, 'to'], `没有问题或答案“${to}”`)
    }
  }
  for (const [kind, places] of Object.entries({ questions: tree.questions, answers: tree.answers })) {
    for (const id of Object.keys(places)) if (!reached.has(id)) report([kind, id], `“${id}”到不了`)
  }
  for (const [id, { source }] of Object.entries(tree.answers)) {
    for (const [index, entry] of source.entries()) {
      if (!known.has(entry)) report(['answers', id, 'source', index], `问答里没有“${entry}”`)
    }
  }
}

/** Compiles `codes/guide/`: the FAQ, linked to the fields and rules it stands behind, and the questions on certificates. */
export function compileGuide(
  files: CodesFiles,
  scheme: Scheme,
  sources: RuleSources,
  problems: Problem[],
): Guide | undefined {
  const guide = read(guideFile, entriesSchema, files, problems)
  const tree = read(treeFile, treeSchema, files, problems)
  const demo = read(demoFile, demoSchema, files, problems)
  if (!guide || !tree || !demo) return undefined
  checkEntries(guide.value, guide.yaml, scheme, problems)
  checkTree(tree.value, tree.yaml, new Set(guide.value.map(({ id }) => id)), problems)
  return {
    entries: guide.value.map(({ fields: _fields, ...entry }) => entry),
    general,
    byField: linkFields(guide.value, scheme),
    byRule: linkRules(guide.value, sources),
    certificates: tree.value,
    demo: demo.value,
  }
}
