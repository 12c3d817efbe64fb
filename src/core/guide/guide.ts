import type { PersonRecord, RowSheet } from '#core/record/record.ts'

/** One question of the official FAQ with its answer. */
export interface GuideEntry {
  /** Number in the FAQ: `S2-15` is question 15 of part 2. */
  readonly id: string
  readonly topic: string
  readonly question: string
  /** Paragraphs, word for word. */
  readonly answer: readonly string[]
  /** How it is done in this software; ours, not the FAQ's. */
  readonly here?: string
}

/** What a certificate comes to: to be filled in on a sheet, or left out. */
export interface CertificateAnswer {
  readonly verdict: 'fill' | 'leave'
  readonly sheet?: string
  readonly text: string
  /** Entries that say so. */
  readonly source: readonly string[]
}

/** One question about a certificate; a choice leads to another question or to an answer. */
export interface CertificateQuestion {
  readonly ask: string
  readonly choices: readonly { readonly say: string; readonly to: string }[]
}

/** 我的证书要不要填: questions one at a time. */
export interface CertificateTree {
  readonly start: string
  readonly questions: Readonly<Record<string, CertificateQuestion>>
  readonly answers: Readonly<Record<string, CertificateAnswer>>
}

/** 填写说明: what the FAQ says, and which fields and rules it stands behind. */
export interface Guide {
  readonly entries: readonly GuideEntry[]
  /** The entry that names every field and says no more than how it is typed. */
  readonly general: string
  /** Entries by `sheet.field`; none is without. */
  readonly byField: Readonly<Record<string, readonly string[]>>
  /** Entries by id of the rule; none for those that are ours. */
  readonly byRule: Readonly<Record<string, readonly string[]>>
  readonly certificates: CertificateTree
  /** 示例: what an invented person fills in. */
  readonly demo: Pick<PersonRecord, 'basic' | RowSheet>
}
