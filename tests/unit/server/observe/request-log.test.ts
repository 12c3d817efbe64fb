import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { createRequestLog, kindOfFault } from '#server/observe/request-log.ts'

function thrownBy(work: () => void): unknown {
  try {
    work()
  } catch (cause) {
    return cause
  }
  return undefined
}

test('a fault of the embedded database says which, for a full one and a broken one want different things', () => {
  const database = new DatabaseSync(':memory:')
  database.exec('create table one (words text) strict')
  database.exec('pragma max_page_count = 2')
  const full = thrownBy(() => database.prepare('insert into one values (?)').run('黄老师'.repeat(10_000)))
  expect(kindOfFault(full)).toBe('Error ERR_SQLITE_ERROR 13')
  database.close()
  expect(kindOfFault(Object.assign(new RangeError('黄老师'), { code: '22021' }))).toBe('RangeError 22021')
  expect(kindOfFault(new TypeError('黄老师'))).toBe('TypeError')
})

test('a failure is told on the stream of errors when nobody asked for lines, and once when somebody did', () => {
  const [said, failed]: [string[], string[]] = [[], []]
  const streams = { out: (line: string) => void said.push(line), err: (line: string) => void failed.push(line) }
  const [answered, broken] = [200, 500].map((status) => ({ method: 'GET', path: '/server', status, ms: 1.4 }))
  if (!answered || !broken) throw new Error('no facts')
  const quiet = createRequestLog(false, streams)
  quiet(answered)
  quiet({ ...broken, fault: 'Error ERR_SQLITE_ERROR 11' })
  expect(said).toEqual([])
  expect(failed.map((line): unknown => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 'error', path: '/server', status: 500, fault: 'Error ERR_SQLITE_ERROR 11' }),
  ])
  failed.length = 0
  const talking = createRequestLog(true, streams)
  talking(answered)
  talking(broken)
  expect(said.map((line) => Object.entries(JSON.parse(line)).find(([name]) => name === 'status')?.[1])).toEqual([
    200, 500,
  ])
  expect(failed).toEqual([])
})
