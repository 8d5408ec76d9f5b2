// The tables, one class each. Times are ISO 8601 in UTC and JSON is text, so that SQLite and PostgreSQL hold the same values.
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('workflows')
export class WorkflowEntity {
  @PrimaryColumn('text') id!: string;
  @Column('text') name!: string;
  /** The latest version. */
  @Column('integer') version!: number;
  @Column('text', { name: 'created_at' }) createdAt!: string;
  @Column('text', { name: 'updated_at' }) updatedAt!: string;
  @Column('text', { name: 'removed_at', nullable: true }) removedAt!: string | null;
}

@Entity('workflow_versions')
export class WorkflowVersionEntity {
  @PrimaryColumn('text', { name: 'workflow_id' }) workflowId!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') document!: string;
  @Column('text', { name: 'created_at' }) createdAt!: string;
  /** Given by a person. */
  @Column('text', { nullable: true }) name!: string | null;
}

@Entity('counters')
export class CounterEntity {
  @PrimaryColumn('text') name!: string;
  @Column('integer') value!: number;
}

@Entity('runs')
@Index('runs_by_number', ['number'], { unique: true })
@Index('runs_by_idempotency_key', ['workflowId', 'idempotencyKey'], { unique: true })
@Index('runs_by_workflow', ['workflowId', 'number'])
export class RunEntity {
  @PrimaryColumn('text') id!: string;
  @Column('integer') number!: number;
  @Column('text', { name: 'workflow_id' }) workflowId!: string;
  @Column('integer', { name: 'workflow_version' }) workflowVersion!: number;
  @Index('runs_by_state') @Column('text') state!: string;
  /** JSON. */
  @Column('text', { name: 'run_trigger' }) trigger!: string;
  @Column('text', { name: 'idempotency_key', nullable: true }) idempotencyKey!: string | null;
  @Column('text', { name: 'queued_at' }) queuedAt!: string;
  @Column('text', { name: 'finished_at', nullable: true }) finishedAt!: string | null;
  /** That of the last event. */
  @Column('integer') seq!: number;
  @Column('text', { nullable: true }) note!: string | null;
  /** JSON; none for a run of all of the workflow. */
  @Column('text', { nullable: true }) scope!: string | null;
}

@Entity('run_tags')
export class RunTagEntity {
  @PrimaryColumn('text', { name: 'run_id' }) runId!: string;
  @Index('run_tags_by_tag') @PrimaryColumn('text') tag!: string;
}

@Entity('run_events')
export class RunEventEntity {
  @PrimaryColumn('text', { name: 'run_id' }) runId!: string;
  @PrimaryColumn('integer') seq!: number;
  @Column('text') at!: string;
  /** JSON. */
  @Column('text') body!: string;
}

@Entity('node_outputs')
export class NodeOutputsEntity {
  @PrimaryColumn('text', { name: 'output_key' }) key!: string;
  @Column('text', { name: 'run_id' }) runId!: string;
  /** The run's. */
  @Column('integer') number!: number;
  @Column('text', { name: 'node_id' }) nodeId!: string;
  /** JSON. */
  @Column('text') outputs!: string;
}

@Entity('node_ends')
export class NodeEndEntity {
  @PrimaryColumn('text', { name: 'workflow_id' }) workflowId!: string;
  @PrimaryColumn('text', { name: 'node_id' }) nodeId!: string;
  /** 1 for an end with outputs, 0 for one without. */
  @PrimaryColumn('integer') made!: number;
  @Column('text', { name: 'run_id' }) runId!: string;
  /** The run's. */
  @Column('integer') number!: number;
  @Column('integer', { name: 'workflow_version' }) workflowVersion!: number;
  @Column('text') at!: string;
  /** JSON: the event without its place. */
  @Column('text') body!: string;
}

@Entity('models')
export class ModelEntity {
  @PrimaryColumn('text') name!: string;
  @Column('text', { name: 'created_at' }) createdAt!: string;
}

@Entity('model_versions')
@Index('model_versions_by_hash', ['model', 'hash'], { unique: true })
export class ModelVersionEntity {
  @PrimaryColumn('text') model!: string;
  @PrimaryColumn('integer') version!: number;
  @Column('text') hash!: string;
  @Column('text', { name: 'run_id', nullable: true }) runId!: string | null;
  /** JSON. */
  @Column('text') metrics!: string;
  @Column('text', { name: 'created_at' }) createdAt!: string;
}

@Entity('model_aliases')
export class ModelAliasEntity {
  @PrimaryColumn('text') model!: string;
  @PrimaryColumn('text') alias!: string;
  @Column('integer') version!: number;
}

@Entity('deployments')
export class DeploymentEntity {
  @PrimaryColumn('text') name!: string;
  @Column('text') model!: string;
  @Column('integer') version!: number;
  @Column('text') status!: string;
  @Column('text', { nullable: true }) message!: string | null;
  @Column('text', { name: 'updated_at' }) updatedAt!: string;
}

@Entity('schedule_fires')
export class ScheduleFireEntity {
  @PrimaryColumn('text', { name: 'workflow_id' }) workflowId!: string;
  @PrimaryColumn('text', { name: 'trigger_id' }) triggerId!: string;
  @Column('text', { name: 'fired_at' }) firedAt!: string;
}

@Entity('settings')
export class SettingEntity {
  @PrimaryColumn('text') name!: string;
  @Column('text') value!: string;
}

@Entity('secrets')
export class SecretEntity {
  @PrimaryColumn('text') name!: string;
  @Column('text', { nullable: true }) description!: string | null;
  @Column('text', { name: 'key_id' }) keyId!: string;
  /** The encrypted value. */
  @Column('text') sealed!: string;
  @Column('text', { name: 'created_at' }) createdAt!: string;
  @Column('text', { name: 'updated_at' }) updatedAt!: string;
  @Column('text', { name: 'last_used_at', nullable: true }) lastUsedAt!: string | null;
}

export const entities = [
  WorkflowEntity, WorkflowVersionEntity, CounterEntity, RunEntity, RunTagEntity, RunEventEntity, NodeOutputsEntity, NodeEndEntity, ModelEntity, ModelVersionEntity,
  ModelAliasEntity, DeploymentEntity, ScheduleFireEntity, SettingEntity, SecretEntity,
];
