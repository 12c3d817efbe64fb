/** One key press in the largest code field: medians beside a bare substring filter. Run by `npm run bench`. */
import { openTable } from '#core/codes/open-table.ts'
import { searchTable } from '#core/codes/search-table.ts'
import type { TableData } from '#core/codes/table-data.ts'
import { realCodes } from '#tests/support/real-codes.ts'

const print = (line: string): boolean => process.stdout.write(`${line}\n`)
const rounds = 41
const queries = ['北流', '玉林地区北流县', 'bls', 'beiliushi', '4509', 'x', 'b', 'be', 'beil'] as const

function median(run: () => unknown): number {
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? 0
}

/** The table twice over under other codes, so that more than 10,000 entries are searched. */
function doubled(data: TableData): TableData {
  const twice = <T>(values: readonly T[]): T[] => [...values, ...values]
  const { id, title, standard, version, source, constructed, codes, names, pinyin } = data
  const parents = data.parents ?? []
  return {
    id,
    title,
    standard,
    version,
    source,
    constructed,
    codes: [...codes, ...codes.map((code) => `~${code}`)],
    names: twice(names),
    pinyin: twice(pinyin),
    parents: twice(parents),
  }
}

const { bundle } = await realCodes()
const divisions = bundle.tables['divisions']
if (!divisions) throw new Error('the bundle has no divisions')
for (const data of [divisions, doubled(divisions)]) {
  const table = openTable(data)
  const first = performance.now()
  table.prepare(table.size)
  print(`${table.size} entries, made searchable in ${(performance.now() - first).toFixed(1)} ms`)
  for (const query of queries) {
    const ours = median(() => searchTable(table, query))
    const bare = median(() => data.names.filter((name) => name.includes(query)))
    print(`  ${query}: ${ours.toFixed(2)} ms, × ${(ours / bare).toFixed(0)} of a bare filter`)
  }
}
