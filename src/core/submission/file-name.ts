/** What a submission's file name is made of. */
export interface FileNameParts {
  readonly name: string
  readonly idNumber: string
  /** Local calendar date, `YYYY-MM-DD`. */
  readonly on: string
  readonly revision: number
}

// Windows refuses these in file names; control and bidi characters would disguise the name.
const unfit = /[\\/:*?"<>|\p{Cc}\p{Cf}\p{Cs}]/gu

function maskIdNumber(idNumber: string): string {
  return idNumber.length < 12 ? '' : `${idNumber.slice(0, 6)}…${idNumber.slice(-4)}`
}

/** File name of a submission, e.g. `张三_450103…1234_20261123_r2.rpu`: tells people apart without giving the ID number away. */
export function submissionFileName({ name, idNumber, on, revision }: FileNameParts): string {
  const person = [...name.replace(unfit, '').trim()].slice(0, 30).join('') || '未命名'
  const parts = [person, maskIdNumber(idNumber.replace(unfit, '')), on.replaceAll('-', ''), `r${revision}`]
  return `${parts.filter((part) => part !== '').join('_')}.rpu`
}
