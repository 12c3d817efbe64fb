type Int = number

/** Tables of review, packs, counts and schemes; see the migration `2026-11-25-replication`. */
export interface ReplicationTables {
  /** Append-only: a step of review at its place in the trail of its case. */
  review_event: {
    org_id: string
    case_id: string
    sequence: Int
    position: Int
    event_id: string
    account_id: string
    kind: string
    event: string
    /** Of the payload the step speaks of. */
    digest: string | null
  }
  /** Where the trail of a case ends, whose it is, and the newest revision it has. */
  review_case: {
    org_id: string
    case_id: string
    sequence: Int
    state: string
    record_id: string
    top_digest: string
    top_revision: Int
    top_corrections: Int
    /** Thumbprint of the key that signed it, as the unit has read it; null of revisions told before it was kept. */
    top_device: string | null
  }
  correction: {
    position: Int
    org_id: string
    digest: string
    file: string
    account_id: string
    /** Whose it is; empty where that cannot be told, null until it was read. */
    record_id: string | null
  }
  /** What was erased at a person's request, and where the log says so. */
  erased: { org_id: string; digest: string; position: Int }
  presence: { org_id: string; case_id: string; account_id: string; until: Int }
  /** One row a person and organisation: the newest submission and where it stands. */
  person: { org_id: string; record_id: string; digest: string; revision: Int; state: string }
  /** Kept in the transaction that moves people, so that totals add up organisations and never people. */
  people_count: { org_id: string; state: string; people: Int }
  pack: {
    id: string
    org_id: string
    /** Organisation of who uploaded it. */
    from_org_id: string
    digest: string
    size_bytes: Int
    account_id: string
    begun_at: Int
    completed_at: Int | null
    position: Int | null
    people: Int | null
    unit_org_id: string | null
    /** Of what its unit signed; null of packs taken over before it was kept. */
    manifest_digest: string | null
    /** The pack it went on from; null of whole packs, and of those taken over before it was kept. */
    since_digest: string | null
    /** When its unit made it. */
    made_at: Int | null
    /** Why it was not taken over when that was last asked, as the answer said it (JSON). */
    refusal: string | null
  }
  pack_chunk: { pack_id: string; place: Int; bytes: Uint8Array }
  pack_member: {
    pack_id: string
    line: Int
    digest: string
    /** Digest of what the person signed, before corrections. */
    first_digest: string
    record_id: string
    revision: Int
  }
  scheme_release: {
    version: string
    scheme_id: string
    digest: string
    publisher: string
    signer: string
    published_at: Int
    size_bytes: Int
    file: Uint8Array
    account_id: string
    place: Int
  }
  scheme_in_use: { org_id: string; holder: string; kind: string; version: string; seen_at: Int }
}
