/** Makes the engine of the whole scheme in a process that has done nothing yet; prints both times in ms as JSON. */
import { makeRecords, today } from './subject.ts'
import { makeRealEngine } from './whole-scheme.ts'

const [record] = makeRecords(1, 2)
const start = performance.now()
const engine = makeRealEngine()
const made = performance.now()
if (record) engine.check(record, { today })
process.stdout.write(JSON.stringify({ made: made - start, checked: performance.now() - start }))
