import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How each node of a workflow last ended, and how it last ended with outputs, so that the editor can say what is fresh without
 * reading whole runs. Nodes that ran before this table was made count as never run until they run again.
 */
export class NodeEnds1764100000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE node_ends (
      workflow_id text NOT NULL, node_id text NOT NULL, made integer NOT NULL, run_id text NOT NULL, number integer NOT NULL,
      workflow_version integer NOT NULL, at text NOT NULL, body text NOT NULL,
      PRIMARY KEY (workflow_id, node_id, made)
    )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE node_ends');
  }
}
