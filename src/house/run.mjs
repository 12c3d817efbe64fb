import { spawnSync } from 'node:child_process'
import { root } from './sources.mjs'

/** The person asked for something that cannot be done here; the message says what helps. */
export class SetupProblem extends Error {}

/**
 * Everything goes to stderr: stdout belongs to the command that follows.
 * @param {string} text
 */
export function say(text) {
  process.stderr.write(`${text}\n`)
}

/**
 * Runs a program to its end, with its words on stderr.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {Readonly<Record<string, string>>} [env] in addition to what this process has
 * @returns {boolean} whether it succeeded
 */
export function run(program, args, env = {}) {
  const { status } = spawnSync(program, args, { cwd: root, env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] })
  return status === 0
}

/**
 * The first line a program prints, or undefined when it does not run here.
 * @param {string} program
 * @param {readonly string[]} args
 */
export function firstLine(program, args) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  return status === 0 ? stdout.split('\n')[0]?.trim() : undefined
}
