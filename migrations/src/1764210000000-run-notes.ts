import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What people write about a run: a note, and tags by which they find it again. */
export class RunNotes1764210000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE runs ADD COLUMN note text');
    await runner.query('CREATE TABLE run_tags (run_id text NOT NULL, tag text NOT NULL, PRIMARY KEY (run_id, tag))');
    await runner.query('CREATE INDEX run_tags_by_tag ON run_tags (tag)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE run_tags');
    await runner.query('ALTER TABLE runs DROP COLUMN note');
  }
}
