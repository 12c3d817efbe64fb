import type * as v from 'valibot'
import type { Ast } from '#core/rules/ast.ts'
import type { RuleFunction } from '#core/rules/functions/rule-function.ts'
import type { CompiledCleanup, CompiledRule, RulePlace, RuleSet } from '#core/rules/rule-set.ts'
import type { Scheme, Sheet } from '#core/scheme/scheme.ts'
import { checkMessages, checkReads, checkTables } from './check-rule.ts'
import { checkExamples } from './check-examples.ts'
import { type ExpressionCompiler, makeExpressionCompiler } from './compile-expression.ts'
import type { CodesFiles, TablesById } from './codes-files.ts'
import { expandPlaces, type Place } from './expand-places.ts'
import { ExpressionError } from './expression-error.ts'
import type { Problem } from './problem.ts'
import { checkShape, readYaml, type YamlFile, type YamlPath } from './read-yaml.ts'
import {
  cleanupsFileSchema,
  type CleanupSource,
  deferredFileSchema,
  type DeferredRule,
  type RuleSource,
  rulesFileSchema,
} from './rule-source.ts'

/** The rules as written, for the examples and `docs/rules.md`. */
export interface RuleSources {
  readonly rules: readonly RuleSource[]
  readonly cleanups: readonly CleanupSource[]
  readonly deferred: readonly DeferredRule[]
}

/** The rule files in the order of the form; every other file in the folder is a problem. */
const ruleFiles = ['basic', 'education', 'titles', 'qualifications', 'awards', 'honors', 'whole'] as const
const pathOf = (name: string): string => `codes/rules/${name}.yaml`

interface RuleCompiler {
  readonly scheme: Scheme
  readonly tables: TablesById
  readonly problems: Problem[]
  readonly compile: ExpressionCompiler
  readonly usedTables: Set<string>
}

/** What one rule's expressions read, over all its places. */
interface RuleWork extends RuleCompiler {
  readonly yaml: YamlFile
  readonly at: YamlPath
  readonly reads: Set<string>
}

type Wanted = readonly ('bool' | 'string' | 'int')[]

function report({ problems, yaml, at }: RuleWork, path: YamlPath, message: string): void {
  const problem = { file: yaml.file, line: yaml.lineOf([...at, ...path]), message }
  // A rule with many places would say the same of each.
  const isSaid = problems.some(
    ({ file, line, message: said }) => file === problem.file && line === problem.line && said === message,
  )
  if (!isSaid) problems.push(problem)
}

function compileText(text: string, path: YamlPath, place: Place, work: RuleWork & { readonly wanted: Wanted }): Ast {
  try {
    const { ast, type, reads, tables } = work.compile(text, place)
    if (!work.wanted.includes(type)) report(work, path, `结果应为 ${work.wanted.join(' 或 ')}，却是 ${type}`)
    for (const read of reads) work.reads.add(read)
    checkTables(tables, work.tables, (message) => report(work, path, message))
    for (const table of tables) work.usedTables.add(table.split('#')[0] ?? table)
    return ast
  } catch (cause) {
    if (!(cause instanceof ExpressionError)) throw cause
    report(work, path, `第 ${cause.column} 列：${cause.message}`)
    return false
  }
}

const texts: Wanted = ['string', 'int']

function compileTexts(source: Readonly<Record<string, string>>, path: YamlPath, place: Place, work: RuleWork) {
  return Object.fromEntries(
    Object.entries(source).map(([key, text]) => [
      key,
      compileText(text, [...path, key], place, { ...work, wanted: texts }),
    ]),
  )
}

function placeOf(place: Place): RulePlace {
  if (place.scope === 'field') return { scope: 'field', sheet: place.sheet.key, field: place.field.key }
  return 'sheet' in place ? { scope: place.scope, sheet: place.sheet.key } : place
}

/** Whether a fix at this place can reach `target`: a field of the own row, or `sheet.field` of the own row or of basic. */
function isFixable(target: string, place: Place, { scheme }: RuleWork): boolean {
  const own = rowSheetOf(place)
  const [first = '', second] = target.split('.')
  const sheet = second === undefined ? own : scheme.sheets.find(({ key }) => key === first)
  if (!sheet || (sheet.kind === 'rows' && sheet !== own)) return false
  return sheet.fields.some(({ key, kind }) => key === (second ?? first) && kind !== 'sequence')
}

/** The sheet whose row the rule stands on, if it stands on one. */
function rowSheetOf(place: Place): Sheet | undefined {
  const isOnRow = place.scope === 'field' || place.scope === 'row'
  return isOnRow && place.sheet.kind === 'rows' ? place.sheet : undefined
}

function checkFix({ fix }: RuleSource, place: Place, work: RuleWork): void {
  if (!fix) return
  const { set, removeRow, copyRow } = fix
  if ((removeRow || copyRow) && !rowSheetOf(place)) report(work, ['fix'], '只有行上的规则能删除或复制行')
  if (!set && !removeRow && !copyRow) report(work, ['fix'], '缺少“set”、“removeRow”或“copyRow”')
  for (const target of Object.keys({ ...set, ...copyRow })) {
    if (!isFixable(target, place, work))
      report(work, ['fix', set && target in set ? 'set' : 'copyRow', target], `不能改“${target}”`)
  }
}

function compileFix(source: RuleSource, place: Place, work: RuleWork): Pick<CompiledRule, 'fix'> {
  const { fix } = source
  if (!fix) return {}
  const { set, ...rest } = fix
  return { fix: { ...rest, ...(set && { set: compileTexts(set, ['fix', 'set'], place, work) }) } }
}

function compileRule(source: RuleSource, place: Place, work: RuleWork): CompiledRule {
  const { id, part, severity, kind, message, emptyRows } = source
  const own = { ...work, reads: new Set<string>() }
  const condition = compileText(source.condition, ['condition'], place, { ...own, wanted: ['bool'] })
  const values = compileTexts(source.values, ['values'], place, own)
  const fix = compileFix(source, place, own)
  for (const read of own.reads) work.reads.add(read)
  const label = place.scope === 'field' ? place.field.label : ''
  return {
    id,
    ...(part !== undefined && { part }),
    severity,
    kind,
    at: placeOf(place),
    reads: [...own.reads].sort(),
    condition,
    message: message.replaceAll('{label}', label),
    ...(Object.keys(values).length > 0 && { values }),
    ...fix,
    ...(emptyRows && { emptyRows }),
  }
}

function compileSource(source: RuleSource, work: RuleWork): readonly CompiledRule[] {
  const before = work.problems.length
  const places = expandPlaces(source.at, work.scheme, (message) => report(work, ['at'], message))
  const compiled = places.map((place) => {
    checkFix(source, place, work)
    return compileRule(source, place, work)
  })
  checkMessages(source, places, (path, message) => report(work, path, message))
  // What a broken condition reads is not known.
  if (work.problems.length === before)
    checkReads(source, work.reads, places, (message) => report(work, ['reads'], message))
  checkExamples(source.examples, work.scheme, (path, message) => report(work, ['examples', ...path], message))
  return compiled
}

function compileCleanup(source: CleanupSource, work: RuleWork): readonly CompiledCleanup[] {
  const before = work.problems.length
  const places = expandPlaces(source.at, work.scheme, (message) => report(work, ['at'], message))
  const compiled = places.flatMap((place): readonly CompiledCleanup[] => {
    if (place.scope !== 'field') {
      report(work, ['at'], '整理只能写在栏目上')
      return []
    }
    const clean = compileText(source.clean, ['clean'], place, { ...work, wanted: ['string'] })
    const { id, part } = source
    const message = source.message.replaceAll('{label}', place.field.label)
    return [{ id, ...(part !== undefined && { part }), sheet: place.sheet.key, field: place.field.key, clean, message }]
  })
  checkMessages({ ...source, values: {} }, places, (path, message) => report(work, path, message))
  // What a broken condition reads is not known.
  if (work.problems.length === before)
    checkReads(source, work.reads, places, (message) => report(work, ['reads'], message))
  checkExamples(source.examples, work.scheme, (path, message) => report(work, ['examples', ...path], message))
  return compiled
}

interface Written<T> {
  readonly source: T
  readonly yaml: YamlFile
  readonly at: YamlPath
}

function readRuleFile<T extends v.GenericSchema<unknown, readonly unknown[]>>(
  name: string,
  schema: T,
  files: CodesFiles,
  problems: Problem[],
): readonly Written<v.InferOutput<T>[number]>[] {
  const text = files.get(pathOf(name))
  if (text === undefined) {
    problems.push({ file: pathOf(name), line: 1, message: '没有这个文件' })
    return []
  }
  const yaml = readYaml(pathOf(name), text, problems)
  const sources = yaml && checkShape(schema, yaml, problems)
  return sources ? sources.map((source, index) => ({ source, yaml, at: [index] })) : []
}

type Named = { readonly id: string; readonly part?: string }

function checkNames(written: readonly Written<Named>[], problems: Problem[]): void {
  const seen = new Set<string>()
  for (const { source, yaml, at } of written) {
    const name = `${source.id} ${source.part ?? ''}`
    if (seen.has(name)) {
      problems.push({ file: yaml.file, line: yaml.lineOf([...at, 'id']), message: `规则“${name.trim()}”写了两次` })
    }
    seen.add(name)
  }
}

/** Compiles `codes/rules/`: every rule at every place where it stands. */
export function compileRules(
  files: CodesFiles,
  { scheme, tables }: { readonly scheme: Scheme; readonly tables: TablesById },
  functions: readonly RuleFunction[],
  problems: Problem[],
): { readonly rules: RuleSet; readonly sources: RuleSources } {
  const compile = makeExpressionCompiler(scheme, functions)
  const common: RuleCompiler = { scheme, tables, problems, compile, usedTables: new Set() }
  const cleanups = readRuleFile('cleanup', cleanupsFileSchema, files, problems)
  const deferred = readRuleFile('deferred', deferredFileSchema, files, problems)
  const rules = ruleFiles.flatMap((name) => readRuleFile(name, rulesFileSchema, files, problems))
  checkNames([...cleanups, ...rules, ...deferred], problems)
  const work = ({ yaml, at }: Written<unknown>): RuleWork => ({ ...common, yaml, at, reads: new Set() })
  const compiledCleanups = cleanups.flatMap((written) => compileCleanup(written.source, work(written)))
  const compiledRules = rules.flatMap((written) => compileSource(written.source, work(written)))
  return {
    rules: { rules: compiledRules, cleanups: compiledCleanups, tables: [...common.usedTables].sort() },
    sources: {
      rules: rules.map(({ source }) => source),
      cleanups: cleanups.map(({ source }) => source),
      deferred: deferred.map(({ source }) => source),
    },
  }
}
