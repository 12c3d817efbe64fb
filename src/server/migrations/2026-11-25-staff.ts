import type { Migration } from './migration.ts'

/** Accounts of staff, their sessions, invitations, passkeys and identities, and what slows guessing down. */
export const staff: Migration = {
  name: '2026-11-25-staff',
  statements: ({ text, int, blob, tableEnd }) => [
    `create table account (
      id ${text} primary key, login_name ${text} not null unique, display_name ${text} not null,
      org_id ${text} not null references org (id), role ${text} not null, password_hash ${text},
      created_at ${int} not null, disabled_at ${int}
    ) ${tableEnd}`,
    'create index account_org on account (org_id)',
    `create table staff_session (
      hash ${text} primary key, account_id ${text} not null references account (id),
      created_at ${int} not null, seen_at ${int} not null, expires_at ${int} not null
    ) ${tableEnd}`,
    'create index staff_session_account on staff_session (account_id)',
    'create index staff_session_end on staff_session (expires_at)',
    `create table invitation (
      id ${text} primary key, hash ${text} not null unique, kind ${text} not null,
      org_id ${text} references org (id), role ${text} not null, display_name ${text} not null,
      account_id ${text} references account (id), created_by ${text} references account (id),
      created_at ${int} not null, expires_at ${int} not null, used_at ${int}, revoked_at ${int}
    ) ${tableEnd}`,
    'create index invitation_org on invitation (org_id)',
    `create table known_device (
      hash ${text} primary key, account_id ${text} not null references account (id), expires_at ${int} not null
    ) ${tableEnd}`,
    'create index known_device_account on known_device (account_id)',
    `create table throttle (
      key ${text} primary key, failures ${int} not null, blocked_until ${int} not null, forget_at ${int} not null
    ) ${tableEnd}`,
    'create index throttle_end on throttle (forget_at)',
    `create table passkey (
      id ${text} primary key, account_id ${text} not null references account (id), name ${text} not null,
      public_key ${blob} not null, counter ${int} not null, transports ${text} not null, created_at ${int} not null
    ) ${tableEnd}`,
    'create index passkey_account on passkey (account_id)',
    `create table pending_proof (
      hash ${text} primary key, kind ${text} not null, account_id ${text} references account (id),
      facts ${text} not null, expires_at ${int} not null
    ) ${tableEnd}`,
    'create index pending_proof_end on pending_proof (expires_at)',
    `create table identity (
      issuer ${text} not null, subject ${text} not null, account_id ${text} not null references account (id),
      created_at ${int} not null, primary key (issuer, subject)
    ) ${tableEnd}`,
  ],
}
