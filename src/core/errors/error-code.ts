/** What a unit or a publisher signs as a file of one signature. */
export type SignedFileName =
  | 'task'
  | 'returnSlip'
  | 'pack'
  | 'inclusion'
  | 'scheme'
  | 'receipt'
  | 'certificate'
  | 'certificateRequest'

/** Why no answer of a server's own came. */
export type NoAnswer = 'offline' | 'timeout' | 'cut' | 'foreign' | 'busy' | 'failed'

/** What somebody types about themselves to have an account. */
export type StaffEntry = 'code' | 'displayName' | 'loginName' | 'password'

/** What units keep for themselves or pass among themselves. */
export type UnitsFile = 'certificate' | 'pack' | 'storeBackup' | 'keyFile'

/**
 * Every error a person can meet, by its stable code, with the facts its message needs.
 * A code is never reused for another meaning.
 */
export interface ErrorParams {
  readonly FILE_TOO_LARGE: { readonly sizeBytes: number; readonly limitBytes: number }
  readonly FILE_NOT_OPENED: { readonly reason: string }
  /** `endings`: of the files that were looked for. */
  readonly FOLDER_EMPTY: { readonly endings: string }
  readonly FILE_NOT_TEXT: Record<never, never>
  readonly FILE_NOT_JSON: Record<never, never>
  readonly FILE_TOO_DEEP: { readonly limit: number }
  readonly FILE_KEY_FORBIDDEN: { readonly key: string }
  readonly RECORD_SHAPE_BAD: { readonly path: string }
  readonly RECORD_FIELD_UNKNOWN: { readonly path: string }
  readonly RECORD_SCHEME_UNKNOWN: { readonly found: string }
  readonly SUBMISSION_NOT_ONE: Record<never, never>
  readonly FILE_FOR_PERSON: { readonly name: 'task' | 'returnSlip' }
  readonly SUBMISSION_VERSION_NEWER: { readonly found: string }
  readonly SUBMISSION_SEALED: Record<never, never>
  readonly SUBMISSION_DAMAGED: { readonly where: string }
  readonly SUBMISSION_ALGORITHM_REFUSED: { readonly found: string }
  readonly SUBMISSION_KEY_MISMATCH: { readonly position: number }
  readonly SUBMISSION_SIGNATURE_BAD: { readonly position: number }
  readonly SUBMISSION_NOT_CANONICAL: Record<never, never>
  readonly SUBMISSION_READ_BACK_FAILED: Record<never, never>
  readonly SEALED_DAMAGED: { readonly where: string }
  readonly SEALED_ALGORITHM_REFUSED: { readonly found: string }
  readonly SEALED_FOR_OTHERS: Record<never, never>
  readonly SIGNED_FILE_NOT_ONE: { readonly name: SignedFileName }
  readonly SIGNED_FILE_NEWER: { readonly name: SignedFileName; readonly found: string }
  readonly SIGNED_FILE_DAMAGED: { readonly name: SignedFileName; readonly where: string }
  readonly SIGNED_FILE_ALGORITHM_REFUSED: { readonly name: SignedFileName; readonly found: string }
  readonly SIGNED_FILE_SIGNATURE_BAD: { readonly name: SignedFileName }
  readonly CERTIFICATE_REQUEST_FOREIGN: { readonly unit: string; readonly parent: string }
  readonly CERTIFICATE_KEY_OTHER: { readonly unit: string }
  readonly CERTIFICATE_UNIT_OTHER: { readonly unit: string; readonly found: string }
  readonly CERTIFICATE_EXPIRED: { readonly unit: string; readonly until: string }
  readonly CERTIFICATE_NOT_YET: { readonly unit: string; readonly from: string }
  readonly CERTIFICATE_ISSUER_OTHER: { readonly unit: string }
  readonly CERTIFICATE_CHAIN_BROKEN: { readonly unit: string }
  readonly TASK_SCHEME_FOREIGN: { readonly found: string }
  readonly TASK_EXPIRED: { readonly deadline: string }
  readonly TASK_SIGNER_CHANGED: Record<never, never>
  readonly TASK_LINK_DAMAGED: Record<never, never>
  readonly SLIP_LINK_DAMAGED: Record<never, never>
  readonly RETURN_SLIP_UNMATCHED: { readonly digest: string }
  readonly DELIVERY_NO_SERVER: Record<never, never>
  readonly DELIVERY_OTHER_SERVER: { readonly server: string }
  readonly DELIVERY_NO_CONNECTION: { readonly why: 'offline' | 'timeout' | 'cut' | 'tooLarge' }
  readonly DELIVERY_ANSWER_FOREIGN: { readonly status: number }
  readonly DELIVERY_CHANGED: Record<never, never>
  readonly DELIVERY_RECEIPT_BAD: Record<never, never>
  readonly SERVER_KEY_OTHER: Record<never, never>
  readonly SERVER_ANSWER_UNKNOWN: { readonly code: string; readonly status: number }
  readonly SERVER_REQUEST_BAD: { readonly where: string }
  readonly SERVER_ADDRESS_UNKNOWN: Record<never, never>
  readonly SERVER_BUSY: { readonly retryAfterSeconds: number }
  readonly SERVER_FAILED: Record<never, never>
  readonly SERVER_TOKEN_BAD: { readonly why: 'missing' | 'unknown' | 'revoked' | 'expired' }
  readonly SERVER_SIGN_IN_NEEDED: Record<never, never>
  readonly SERVER_OTHER_ACCOUNT: { readonly name: string }
  readonly SERVER_FORBIDDEN: Record<never, never>
  /** Of what staff ask by hand, which nothing asks again by itself. */
  readonly PRESS_NOT_ANSWERED: { readonly why: NoAnswer }
  readonly PAGE_NOT_READ: { readonly why: NoAnswer }
  /** Of a page that asks again by itself. */
  readonly PAGE_NOT_RENEWED: { readonly why: NoAnswer }
  readonly SIGN_IN_REFUSED: Record<never, never>
  readonly STAFF_ENTRY_BAD: { readonly entry: StaffEntry }
  /** Too many passwords or codes were wrong. */
  readonly SIGN_IN_WAIT: { readonly retryAfterSeconds: number }
  readonly SIGN_OUT_FAILED: Record<never, never>
  readonly PASSKEY_REFUSED: Record<never, never>
  readonly PASSKEY_ADDRESS_OTHER: { readonly host: string }
  readonly PASSKEY_HERE_ALREADY: Record<never, never>
  readonly PASSKEY_FAILED: { readonly reason: string }
  readonly CODE_REFUSED: Record<never, never>
  readonly LOGIN_NAME_TAKEN: Record<never, never>
  readonly ORG_CODE_TAKEN: { readonly orgCode: string }
  readonly ORG_MOVE_REFUSED: Record<never, never>
  readonly UNIT_SERVER_KEY_OTHER: Record<never, never>
  readonly UNIT_NOT_ON_SERVER: { readonly unit: string }
  readonly ORG_SHEET_BAD: { readonly row: number; readonly column: string }
  readonly ORG_IMPORT_REFUSED: {
    readonly row: number
    readonly why: 'parentUnknown' | 'twice' | 'circle' | 'elsewhere' | 'taken' | 'own'
  }
  readonly SERVER_CONFLICT: { readonly where: string }
  readonly TASK_TOKENS_FULL: { readonly most: number }
  readonly SERVER_LOG_OTHER: Record<never, never>
  readonly RECEIPT_OTHER: { readonly why: 'submission' | 'server' }
  readonly UPLOAD_TASK_OTHER: Record<never, never>
  readonly SUBMISSION_ERASED: Record<never, never>
  readonly RETURN_OVER: Record<never, never>
  readonly ERASURE_DISPUTED: { readonly records: number }
  readonly UPLOAD_CLAIM_BAD: { readonly where: string }
  readonly DEVICE_REQUEST_BAD: { readonly where: string }
  readonly DEVICE_CLOCK_OFF: { readonly serverTime: number }
  readonly FILE_FOR_UNITS: { readonly what: UnitsFile }
  readonly FILE_IS_RECEIPT: Record<never, never>
  readonly FILE_KIND_UNKNOWN: Record<never, never>
  readonly ZIP_DAMAGED: Record<never, never>
  readonly ZIP_TOO_LARGE: Record<never, never>
  readonly ZIP_ENCRYPTED: Record<never, never>
  readonly ZIP_NESTED: Record<never, never>
  readonly SPREADSHEET_NOT_ONE: Record<never, never>
  readonly SPREADSHEET_DAMAGED: Record<never, never>
  readonly SPREADSHEET_TEXT_DAMAGED: { readonly line: number }
  readonly SPREADSHEET_TOO_LARGE: Record<never, never>
  readonly PACK_NOT_ONE: Record<never, never>
  readonly PACK_TOO_LARGE: Record<never, never>
  readonly PACK_INCOMPLETE: { readonly expected: number; readonly found: number }
  readonly PACK_LINE_FOREIGN: { readonly position: number }
  readonly PACK_NOT_COUNTERSIGNED: { readonly position: number }
  readonly INCLUSION_WRONG: Record<never, never>
  readonly INCLUSION_UNAVAILABLE: Record<never, never>
  readonly INCLUSION_ELSEWHERE: Record<never, never>
  readonly REVIEW_STEP_REFUSED: { readonly state: string; readonly step: string }
  readonly REVIEW_CONTENT_NEWER: Record<never, never>
  readonly REVIEW_STEP_UNREADABLE: { readonly place: string }
  readonly SYNC_STEP_UNREADABLE: Record<never, never>
  readonly SYNC_TRAIL_DIFFERS: Record<never, never>
  readonly SYNC_PAYLOAD_MISSING: Record<never, never>
  readonly SYNC_CASE_ERASED: Record<never, never>
  readonly REVIEW_CONFLICT: { readonly expected: number; readonly found: number }
  readonly BACKUP_NOT_ONE: Record<never, never>
  readonly BACKUP_VERSION_NEWER: { readonly found: string }
  readonly BACKUP_DAMAGED: { readonly where: string }
  /** So many people had been restored, each wholly, when the file could be read no further. */
  readonly RESTORE_BROKE_OFF: { readonly people: number }
  readonly BACKUP_ALGORITHM_REFUSED: { readonly found: string }
  readonly BACKUP_PASSPHRASE_WRONG: Record<never, never>
  readonly BACKUP_NOT_WRITABLE: { readonly where: string }
  readonly BACKUP_OTHER_UNIT: { readonly found: string; readonly ours: string }
  readonly BACKUP_NOT_SAME: Record<never, never>
  readonly MERGED_TOO_LONG: { readonly name: string; readonly most: number }
  readonly MIRROR_FAILED: { readonly folder: string; readonly reason: string }
  readonly CORRECTION_EMPTY: Record<never, never>
  readonly UNIT_KEY_FILE_BAD: Record<never, never>
  readonly UNIT_KEYS_CHANGED: Record<never, never>
  readonly UNIT_CERTIFICATES_CHANGED: Record<never, never>
  readonly UNIT_MISSING: Record<never, never>
  readonly UNIT_SHAPE_BAD: { readonly field: string }
  readonly USER_NAME_BAD: { readonly longest: number }
  readonly USER_NAME_TAKEN: { readonly name: string }
  readonly USER_LAST: { readonly name: string }
  readonly USER_REMOVED: { readonly name: string }
  readonly USER_UNKNOWN: { readonly name: string }
  readonly PASSPHRASE_WRONG: Record<never, never>
  readonly STORE_LOCKED: Record<never, never>
  readonly STORE_SEAL_BROKEN: Record<never, never>
  readonly UNIT_STORE_ERASED: Record<never, never>
  readonly CASE_NOT_PASSABLE: {
    readonly why: 'state' | 'errors' | 'strangers' | 'disputed' | 'unticked'
    readonly count: number
  }
  readonly REPORT_NOT_ALL_PASSED: { readonly open: number }
  readonly REPORT_UNCHECKED: { readonly count: number; readonly version: string }
  readonly REPORT_IN_ERROR: { readonly count: number; readonly names: string }
  readonly REPORT_DISPUTED: { readonly count: number; readonly names: string }
  readonly REPORT_UNDECIDED_PERSON: { readonly count: number; readonly names: string }
  readonly REPORT_TWICE: { readonly count: number; readonly names: string }
  readonly REPORT_ROSTER_MISSING: Record<never, never>
  readonly REPORT_ROSTER_CHANGED: { readonly reported: number; readonly printed: number }
  readonly REPORT_ROSTER_UNREAD: { readonly count: number }
  readonly REPORT_NOTHING_NEW: Record<never, never>
  readonly ROSTER_CODE_UNREADABLE: Record<never, never>
  readonly PACK_PIECES_GONE: Record<never, never>
  readonly PACK_LOST_ABOVE: Record<never, never>
  readonly PACK_LEFT_HALFWAY: Record<never, never>
  readonly PACK_PREVIOUS_MISSING: { readonly unit: string; readonly previous: string }
  readonly PACK_OUTDATED: { readonly unit: string }
  readonly PACK_DATE_AHEAD: { readonly unit: string; readonly date: string }
  readonly PACK_UNKNOWN_UNIT: { readonly unit: string }
  readonly REGISTER_UNREADABLE: Record<never, never>
  readonly EXPECTED_UNREADABLE: Record<never, never>
  readonly KEPT_UNREADABLE: Record<never, never>
  readonly PACK_NOT_IN_REGISTER: { readonly unit: string }
  readonly PACK_SIGNER_OTHER: { readonly unit: string; readonly fingerprint: string }
  readonly PACK_ALREADY_MERGED: { readonly unit: string }
  readonly PACK_SCHEME_OTHER: { readonly found: string; readonly ours: string }
  readonly SUBMISSION_SCHEME_OTHER: { readonly found: string; readonly ours: string }
  readonly FILE_SCHEME_NEWER: { readonly found: string; readonly ours: string }
  readonly PRINT_FONTS_MISSING: { readonly characters: string }
  readonly GLYPHS_UNAVAILABLE: Record<never, never>
  readonly PRINT_PARTS_MISSING: Record<never, never>
  readonly PRINT_FAILED: { readonly reason: string }
  /** A file the person keeps, on their own disk. */
  readonly FILE_NOT_WRITTEN: { readonly reason: string }
  readonly STORAGE_UNAVAILABLE: { readonly reason: string }
  readonly STORAGE_READ_FAILED: { readonly reason: string }
  readonly STORAGE_WRITE_FAILED: { readonly reason: string }
  readonly STORAGE_FULL: { readonly reason: string }
  readonly RECEIVE_EMPTY: { readonly from: 'folder' | 'zip' }
  readonly RECEIVE_DISK_FULL: { readonly reason: string }
  /** Nothing is told where the worker's script could not be had. */
  readonly CHECKING_BROKE_OFF: { readonly reason: string }
  /** Of a worker that writes tables; nothing is told where its script could not be had. */
  readonly EXPORT_BROKE_OFF: { readonly reason: string }
  readonly COUNTING_BROKE_OFF: { readonly reason: string }
  readonly RECEIVING_UNDER_WAY: Record<never, never>
  /** Of `all` who are new, `came`. */
  readonly TABLE_IMPORT_STOPPED: { readonly came: number; readonly all: number }
  readonly STORAGE_NEWER_VERSION: Record<never, never>
  readonly STORAGE_BLOCKED: Record<never, never>
  readonly STORAGE_ERASED: Record<never, never>
  readonly RESCUE_NOT_ONE: { readonly path: string }
  readonly RESCUE_VERSION_NEWER: { readonly found: string }
  readonly DRAFT_MISSING: Record<never, never>
  readonly DRAFT_CONFLICT: { readonly expected: number; readonly found: number }
  readonly DRAFT_LOCKED: Record<never, never>
  readonly DRAFT_OPEN_ELSEWHERE: Record<never, never>
  readonly LOCK_PASSPHRASE_WRONG: Record<never, never>
  readonly DRAFT_UNREADABLE: { readonly path: string }
  readonly DEVICE_KEY_UNREADABLE: Record<never, never>
  readonly SCHEME_UNAVAILABLE: { readonly reason: string }
  readonly CHARACTERS_UNAVAILABLE: Record<never, never>
  readonly SCHEME_CHANGED: { readonly used: string }
  readonly SCHEME_FOREIGN: { readonly found: string }
  readonly SCHEME_NOT_NEWER: { readonly found: string; readonly ours: string }
  readonly SCHEME_SIGNER_CHANGED: Record<never, never>
  readonly BUNDLE_SHAPE_BAD: { readonly path: string }
  readonly BUNDLE_DIGEST_BAD: Record<never, never>
}

/** Stable name of an error. */
export type ErrorCode = keyof ErrorParams

/** An expected failure: code and the facts its message needs. */
export type AppError<C extends ErrorCode = ErrorCode> = {
  [K in C]: { readonly code: K; readonly params: ErrorParams[K] }
}[C]

/** What a language says of every error. */
export type ErrorMessages = { readonly [C in ErrorCode]: (params: ErrorParams[C]) => string }
