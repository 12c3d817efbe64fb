import { describe, expect, test } from 'vitest'
import { divide, readPlan } from '#tests/faults/server/plan.ts'

const whole = { hasPostgres: true, hasLimits: true, hasSmallDisk: true }

describe('what the fault bench of the server does', () => {
  test('everything, fifty times, unless something was chosen', () => {
    const { rounds, parts, chosen } = readPlan({})
    expect([rounds, parts.length, chosen]).toEqual([50, 7, []])
    expect(divide(parts, whole)).toEqual({ tried: parts, untried: [] })
  })

  test.each([
    { FAULTS_DATABASE: 'postgres' },
    { FAULTS_DATABASE: 'postgresql' },
    { FAULTS_ACCIDENT: 'kill,fire' },
    { FAULTS_ROUNDS: '0' },
    { FAULTS_ROUNDS: 'many' },
    { FAULTS_DATABASE: 'SQLite', FAULTS_ACCIDENT: 'restart' },
  ])('refuses %o, which would try nothing', (env) => {
    expect(() => readPlan(env)).toThrow(RangeError)
  })

  test('what was chosen to be less is said, and what was left out so is not missing', () => {
    const { parts, chosen } = readPlan({ FAULTS_DATABASE: 'SQLite', FAULTS_ACCIDENT: 'kill, line', FAULTS_ROUNDS: '3' })
    expect(chosen).toEqual(['chosen: SQLite kill, SQLite line, of 7', 'chosen: 3 rounds, and 50 are what is asked'])
    expect(divide(parts, { hasPostgres: false, hasLimits: false, hasSmallDisk: false }).untried).toEqual([])
  })

  test('what the machine cannot do is named, with why', () => {
    const { parts } = readPlan({})
    expect(divide(parts, { ...whole, hasPostgres: false }).untried).toEqual([
      'PostgreSQL kill: no PostgreSQL here',
      'PostgreSQL line: no PostgreSQL here',
      'PostgreSQL restart: no PostgreSQL here',
      'PostgreSQL disk: no PostgreSQL here',
    ])
    expect(divide(parts, { hasPostgres: true, hasLimits: false, hasSmallDisk: false }).untried).toEqual([
      'SQLite disk: no prlimit here',
      'PostgreSQL disk: this user may mount no disk',
    ])
    expect(divide(readPlan({ FAULTS_DATABASE: 'PostgreSQL' }).parts, { ...whole, hasPostgres: false }).tried).toEqual(
      [],
    )
  })
})
