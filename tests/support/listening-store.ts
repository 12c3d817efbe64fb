import type { KyselyPlugin } from 'kysely'
import type { Store } from '#server/store/store.ts'

/** What is asked of a database. */
export interface Statement {
  readonly sql: string
  readonly parameters: readonly unknown[]
}

/** The store, and what each of its transactions asks of the database. */
export function listening(store: Store): { readonly store: Store; readonly transactions: (readonly Statement[])[] } {
  const transactions: (readonly Statement[])[] = []
  const write: Store['write'] = (work) =>
    store.write((writer) => {
      const statements: Statement[] = []
      transactions.push(statements)
      const plugin: KyselyPlugin = {
        transformQuery({ node, queryId }) {
          statements.push(writer.getExecutor().compileQuery(node, queryId))
          return node
        },
        transformResult: ({ result }) => Promise.resolve(result),
      }
      return work(writer.withPlugin(plugin))
    })
  return { store: { ...store, write }, transactions }
}
