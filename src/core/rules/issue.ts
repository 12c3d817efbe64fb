import type { RecordEdit } from '#core/record/edit-record.ts'

/** error 必改 blocks 生成报送 · warning 提醒 may be confirmed with a reason · info 提示. */
export type Severity = 'error' | 'warning' | 'info'

/** 问题: what a rule found in a record. */
export interface Issue {
  /** Id of the rule, as in `docs/rules.md`, e.g. `B12`. */
  readonly rule: string
  readonly severity: Severity
  /** `missing`: a value is asked for (必录未填 when error, 非必录未填 when info); `wrong`: a value needs a look. */
  readonly kind: 'missing' | 'wrong'
  /** Where it stands, as {@link formatPath} writes it. */
  readonly path: string
  /** Chinese sentence, placeholders filled. */
  readonly message: string
  readonly fix?: IssueFix
}

/** A repair offered with one click. */
export interface IssueFix {
  readonly label: string
  readonly edits: readonly RecordEdit[]
}
