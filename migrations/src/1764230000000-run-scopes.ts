import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of runs tells which part of its workflow a run ran; so far only the first event of the run knew. */
export class RunScopes1764230000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE runs ADD COLUMN scope text');
    const scope = runner.connection.options.type === 'postgres' ? `body::json->>'scope'` : `json_extract(body, '$.scope')`;
    await runner.query(`UPDATE runs SET scope = (SELECT ${scope} FROM run_events WHERE run_id = runs.id AND seq = 1)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE runs DROP COLUMN scope');
  }
}
