type Int = number

/** Tables of accounts and sessions; see the migration `2026-11-25-staff`. */
export interface StaffTables {
  account: {
    id: string
    login_name: string
    display_name: string
    org_id: string
    role: string
    /** Argon2id, PHC string; null for who only signs in by passkey or identity. */
    password_hash: string | null
    created_at: Int
    disabled_at: Int | null
  }
  staff_session: {
    /** SHA-256 of the token in the cookie; the token itself is nowhere. */
    hash: string
    account_id: string
    created_at: Int
    seen_at: Int
    expires_at: Int
  }
  invitation: {
    id: string
    hash: string
    /** `setup` (the first account), `invite` (a colleague), `reset` (a forgotten password). */
    kind: string
    org_id: string | null
    role: string
    display_name: string
    account_id: string | null
    created_by: string | null
    created_at: Int
    expires_at: Int
    used_at: Int | null
    revoked_at: Int | null
  }
  /** Browsers someone signed in from: strangers who guess do not slow them down. */
  known_device: { hash: string; account_id: string; expires_at: Int }
  throttle: { key: string; failures: Int; blocked_until: Int; forget_at: Int }
  passkey: {
    id: string
    account_id: string
    name: string
    public_key: Uint8Array
    counter: Int
    transports: string
    created_at: Int
  }
  /** What was asked of a browser and must come back once: a passkey's challenge, the state of an OIDC sign-in. */
  pending_proof: { hash: string; kind: string; account_id: string | null; facts: string; expires_at: Int }
  identity: { issuer: string; subject: string; account_id: string; created_at: Int }
}
