import * as v from 'valibot'
import { isNode, isPair, LineCounter, parseDocument, visit, type Node } from 'yaml'
import type { Problem } from './problem.ts'

/** Where a value stands inside a YAML file. */
export type YamlPath = readonly (string | number)[]

/** A YAML file with the lines of its values. */
export interface YamlFile {
  readonly file: string
  readonly value: unknown
  /** Line of the value, or of the nearest value around it. */
  readonly lineOf: (path: YamlPath) => number
}

/** Reads YAML; syntax errors and duplicate keys are problems. */
export function readYaml(file: string, text: string, problems: Problem[]): YamlFile | undefined {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const lineAt = (offset: number): number => lines.linePos(offset).line
  const [error] = document.errors // those after the first only follow from it
  if (error) {
    problems.push({ file, line: lineAt(error.pos[0]), message: `YAML 写法不对：${error.message}` })
    return undefined
  }
  const offsets = new Map<string, number>()
  visit(document, {
    Node(_key, node: Node, ancestors) {
      const path: (string | number)[] = []
      for (const [index, ancestor] of ancestors.entries()) {
        const child = ancestors[index + 1] ?? node
        if (isPair(ancestor)) path.push(String(ancestor.key))
        else if (isNode(ancestor) && 'items' in ancestor && !isPair(child)) {
          path.push(ancestor.items.findIndex((item) => item === child))
        }
      }
      const key = JSON.stringify(path)
      if (node.range && !offsets.has(key)) offsets.set(key, node.range[0])
    },
  })
  const lineOf = (path: YamlPath): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const offset = offsets.get(JSON.stringify(path.slice(0, length)))
      if (offset !== undefined) return lineAt(offset)
    }
    return 1
  }
  return { file, value: document.toJS(), lineOf }
}

const keyOf = (issue: v.BaseIssue<unknown>): YamlPath =>
  (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))

function sayIssue(issue: v.BaseIssue<unknown>): string {
  const key = keyOf(issue).at(-1)
  const where = key === undefined ? '' : `“${key}”`
  if (issue.expected === 'never') return `不认识的${where}`
  if (issue.input === undefined) return `缺少${where}`
  return `${where}的写法不对：${issue.message}`
}

/** The value in the wanted shape; every departure from it is a problem at its line. */
export function checkShape<T extends v.GenericSchema>(
  schema: T,
  yaml: YamlFile,
  problems: Problem[],
): v.InferOutput<T> | undefined {
  const parsed = v.safeParse(schema, yaml.value)
  if (parsed.success) return parsed.output
  for (const issue of parsed.issues) {
    problems.push({ file: yaml.file, line: yaml.lineOf(keyOf(issue)), message: sayIssue(issue) })
  }
  return undefined
}
