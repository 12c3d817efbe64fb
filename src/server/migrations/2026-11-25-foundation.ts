import type { Migration } from './migration.ts'

/** Organisations, tasks with tokens, submissions with their originals, the log, return slips, the server's key. */
export const foundation: Migration = {
  name: '2026-11-25-foundation',
  statements: ({ text, int, blob, tableEnd }) => [
    `create table server_key (
      kid ${text} primary key, private_jwk ${text} not null, public_jwk ${text} not null, created_at ${int} not null
    ) ${tableEnd}`,
    `create table org (
      id ${text} primary key, parent_id ${text} references org (id), path ${text} not null unique,
      name ${text} not null, org_code ${text} not null, division ${text} not null, level ${text} not null,
      created_at ${int} not null
    ) ${tableEnd}`,
    'create index org_parent on org (parent_id)',
    `create table task (
      id ${text} primary key, org_id ${text} not null references org (id), deadline ${text}, created_at ${int} not null
    ) ${tableEnd}`,
    'create index task_org on task (org_id)',
    `create table task_token (
      id ${text} primary key, task_id ${text} not null references task (id), hash ${text} not null unique,
      created_at ${int} not null, expires_at ${int}, revoked_at ${int}
    ) ${tableEnd}`,
    'create index task_token_task on task_token (task_id)',
    `create table log_head (id ${int} primary key, position ${int} not null, hash ${text} not null) ${tableEnd}`,
    `insert into log_head (id, position, hash) values (1, 0, '${'0'.repeat(64)}')`,
    `create table log_entry (
      position ${int} primary key, at ${int} not null, kind ${text} not null, org_id ${text},
      facts ${text} not null, hash ${text} not null
    ) ${tableEnd}`,
    'create index log_entry_org on log_entry (org_id, position)',
    `create table submission (
      position ${int} primary key, digest ${text} not null, device ${text} not null, org_id ${text} not null,
      task_id ${text} not null, record_id ${text} not null, revision ${int} not null, previous ${text},
      is_sealed ${int} not null, received_at ${int} not null, issues ${text},
      state ${text} not null, state_at ${int} not null,
      unique (digest, device, org_id)
    ) ${tableEnd}`,
    `create table original (position ${int} primary key, file ${blob} not null) ${tableEnd}`,
    `create table return_slip (
      position ${int} primary key, slip_id ${text} not null unique, submission_digest ${text} not null,
      device ${text} not null, org_id ${text} not null, at ${int} not null, file ${text} not null
    ) ${tableEnd}`,
    'create index return_slip_device on return_slip (device, position)',
    `create table used_nonce (
      device ${text} not null, nonce ${text} not null, expires_at ${int} not null, primary key (device, nonce)
    ) ${tableEnd}`,
    'create index used_nonce_end on used_nonce (expires_at)',
  ],
}
