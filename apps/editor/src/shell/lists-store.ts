import type { Deployment, Model, RunSummary, Schedule, SecretSummary, WorkflowSummary } from '@millrace/workflow';
import { create } from 'zustand';
import { api } from '../api/api.ts';
import { messageOf } from '../api/request.ts';
import { useWorkflow } from '../document/workflow-store.ts';
import { later, t } from '../i18n/i18n.ts';
import { notify } from './notices-store.ts';

export interface Lists {
  readonly workflows: readonly WorkflowSummary[];
  /** Of the open workflow, newest first. */
  readonly runs: readonly RunSummary[];
  readonly models: readonly Model[];
  readonly deployments: readonly Deployment[];
  readonly schedules: readonly Schedule[];
  /** Undefined until they are known. */
  readonly secrets: readonly SecretSummary[] | undefined;
}

const historyLength = 50;

/** What the server lists; each list is asked for again when the server says that it changed. */
export const useLists = create<Lists>(() => ({ workflows: [], runs: [], models: [], deployments: [], schedules: [], secrets: undefined }));

const fetchers: { readonly [Name in keyof Lists]: (workflowId: string | undefined) => Promise<Lists[Name]> } = {
  workflows: () => api.workflows(),
  runs: async (id) => (id === undefined ? [] : newestFirst(await api.runs(id, historyLength))),
  models: () => api.models(),
  deployments: () => api.deployments(),
  schedules: async (id) => (id === undefined ? [] : api.schedules(id)),
  secrets: () => api.secrets(),
};

const unloaded: Readonly<Record<keyof Lists, string>> = {
  workflows: later('The list of workflows could not be loaded'),
  runs: later('The list of runs could not be loaded'),
  models: later('The list of models could not be loaded'),
  deployments: later('The list of deployments could not be loaded'),
  schedules: later('The list of schedules could not be loaded'),
  secrets: later('The list of secrets could not be loaded'),
};

/** Asks for lists again. A list that cannot be had stays as it was, and the page says so. */
export async function refresh(...names: readonly (keyof Lists)[]): Promise<void> {
  const { id } = useWorkflow.getState();
  await Promise.all(names.map(async (name) => {
    try {
      const list = await fetchers[name](id);
      const ofAnother = (name === 'runs' || name === 'schedules') && useWorkflow.getState().id !== id;
      if (!ofAnother) useLists.setState({ [name]: list });
    } catch (error) {
      notify({ kind: 'bad', title: t(unloaded[name]), text: messageOf(error) });
    }
  }));
}

function newestFirst(runs: readonly RunSummary[]): readonly RunSummary[] {
  return [...runs].sort((a, b) => b.number - a.number || (a.queuedAt < b.queuedAt ? 1 : -1));
}
