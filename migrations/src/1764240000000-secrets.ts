import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Secrets by name. `sealed` is the encrypted value; `key_id` says which key opens it. */
export class Secrets1764240000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE secrets (
      name text PRIMARY KEY NOT NULL, description text, key_id text NOT NULL, sealed text NOT NULL,
      created_at text NOT NULL, updated_at text NOT NULL, last_used_at text
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE secrets');
  }
}
