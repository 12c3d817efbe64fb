import { harmlessFileName } from '#core/characters/file-name.ts'

/** What a submission's file name is made of. */
export interface FileNameParts {
  readonly name: string
  readonly idNumber: string
  /** Local calendar date, `YYYY-MM-DD`. */
  readonly on: string
  readonly revision: number
}

function maskIdNumber(idNumber: string): string {
  const characters = [...idNumber]
  return characters.length < 12 ? '' : `${characters.slice(0, 6).join('')}…${characters.slice(-4).join('')}`
}

/** File name of a submission, e.g. `张三_450103…1234_20261123_r2.rpu`: tells people apart without giving the ID number away. */
export function submissionFileName({ name, idNumber, on, revision }: FileNameParts): string {
  const person = [...harmlessFileName(name)].slice(0, 30).join('')
  const parts = [person, maskIdNumber(harmlessFileName(idNumber)), on.replaceAll('-', ''), `r${revision}`]
  return `${parts.filter((part) => part !== '').join('_')}.rpu`
}
