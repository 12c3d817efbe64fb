import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const debianFolder = '/usr/lib/postgresql'
const programs = ['initdb', 'pg_ctl', 'postgres']

/** @param {string} folder */
const isWhole = (folder) => programs.every((program) => existsSync(join(folder, program)))

/** Debian keeps each version in a folder of its own; the newest comes first. */
function debianFolders() {
  if (!existsSync(debianFolder)) return []
  const versions = readdirSync(debianFolder).filter((name) => /^\d+$/.test(name))
  return versions.sort((a, b) => Number(b) - Number(a)).map((version) => join(debianFolder, version, 'bin'))
}

/**
 * The folder with PostgreSQL's programs that the tests start a server of their own with; POSTGRES_BIN wins.
 * @param {NodeJS.ProcessEnv} [env]
 */
export function findPostgres(env = process.env) {
  const wanted = env['POSTGRES_BIN']
  if (wanted) return isWhole(wanted) ? wanted : undefined
  const onPath = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...debianFolders(), ...onPath].find(isWhole)
}
