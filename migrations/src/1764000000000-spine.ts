import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The first tables. Times are ISO 8601 in UTC and JSON is text, so that SQLite and PostgreSQL hold the very same values. */
export class Spine1764000000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    const statements = [
      `CREATE TABLE workflows (
        id text PRIMARY KEY NOT NULL, name text NOT NULL, version integer NOT NULL, created_at text NOT NULL, updated_at text NOT NULL, removed_at text
      )`,
      `CREATE TABLE workflow_versions (
        workflow_id text NOT NULL, version integer NOT NULL, document text NOT NULL, created_at text NOT NULL,
        PRIMARY KEY (workflow_id, version)
      )`,
      `CREATE TABLE counters (name text PRIMARY KEY NOT NULL, value integer NOT NULL)`,
      `INSERT INTO counters (name, value) VALUES ('runs', 0)`,
      `CREATE TABLE runs (
        id text PRIMARY KEY NOT NULL, number integer NOT NULL, workflow_id text NOT NULL, workflow_version integer NOT NULL, state text NOT NULL,
        run_trigger text NOT NULL, idempotency_key text, queued_at text NOT NULL, finished_at text, seq integer NOT NULL
      )`,
      `CREATE UNIQUE INDEX runs_by_number ON runs (number)`,
      `CREATE UNIQUE INDEX runs_by_idempotency_key ON runs (workflow_id, idempotency_key)`,
      `CREATE INDEX runs_by_workflow ON runs (workflow_id, number)`,
      `CREATE INDEX runs_by_state ON runs (state)`,
      `CREATE TABLE run_events (
        run_id text NOT NULL, seq integer NOT NULL, at text NOT NULL, body text NOT NULL, PRIMARY KEY (run_id, seq)
      )`,
      `CREATE TABLE node_outputs (
        output_key text PRIMARY KEY NOT NULL, run_id text NOT NULL, number integer NOT NULL, node_id text NOT NULL, outputs text NOT NULL
      )`,
      `CREATE TABLE models (name text PRIMARY KEY NOT NULL, created_at text NOT NULL)`,
      `CREATE TABLE model_versions (
        model text NOT NULL, version integer NOT NULL, hash text NOT NULL, run_id text, metrics text NOT NULL, created_at text NOT NULL,
        PRIMARY KEY (model, version)
      )`,
      `CREATE UNIQUE INDEX model_versions_by_hash ON model_versions (model, hash)`,
      `CREATE TABLE model_aliases (
        model text NOT NULL, alias text NOT NULL, version integer NOT NULL, PRIMARY KEY (model, alias)
      )`,
      `CREATE TABLE deployments (
        name text PRIMARY KEY NOT NULL, model text NOT NULL, version integer NOT NULL, status text NOT NULL, message text, updated_at text NOT NULL
      )`,
      `CREATE TABLE schedule_fires (
        workflow_id text NOT NULL, trigger_id text NOT NULL, fired_at text NOT NULL, PRIMARY KEY (workflow_id, trigger_id)
      )`,
      `CREATE TABLE settings (name text PRIMARY KEY NOT NULL, value text NOT NULL)`,
    ];
    for (const statement of statements) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    const tables = [
      'settings', 'schedule_fires', 'deployments', 'model_aliases', 'model_versions', 'models', 'node_outputs', 'run_events', 'runs', 'counters',
      'workflow_versions', 'workflows',
    ];
    for (const table of tables) await runner.query(`DROP TABLE ${table}`);
  }
}
