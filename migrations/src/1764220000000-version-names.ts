import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A version of a workflow may have a name of its own, given by a person. */
export class VersionNames1764220000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workflow_versions ADD COLUMN name text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE workflow_versions DROP COLUMN name');
  }
}
