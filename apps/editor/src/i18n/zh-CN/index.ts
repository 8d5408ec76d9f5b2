// Simplified Chinese: the translation of each English text, a file for each part of the page.
import { arranging } from './arranging.ts';
import { canvas } from './canvas.ts';
import { catalogData } from './catalog-data.ts';
import { catalogEvaluate } from './catalog-evaluate.ts';
import { catalogModels } from './catalog-models.ts';
import { catalogTraining } from './catalog-training.ts';
import { commands } from './commands.ts';
import { compare } from './compare.ts';
import { editing } from './editing.ts';
import { firstMinutes } from './first-minutes.ts';
import { history } from './history.ts';
import { inputs } from './inputs.ts';
import { inspector } from './inspector.ts';
import { measures } from './measures.ts';
import { notebook } from './notebook.ts';
import { output } from './output.ts';
import { pins } from './pins.ts';
import { queue } from './queue.ts';
import { replay } from './replay.ts';
import { runScope } from './run-scope.ts';
import { runs } from './runs.ts';
import { saidChecks } from './said-checks.ts';
import { saidNodes } from './said-nodes.ts';
import { saidRuns } from './said-runs.ts';
import { secrets } from './secrets.ts';
import { serving } from './serving.ts';
import { shell } from './shell.ts';
import { subflows } from './subflows.ts';
import { sweeps } from './sweeps.ts';
import { tables } from './tables.ts';
import { templates } from './templates.ts';
import { versions } from './versions.ts';

export const zhCN: Readonly<Record<string, string>> = {
  ...arranging,
  ...canvas,
  ...catalogData,
  ...catalogEvaluate,
  ...catalogModels,
  ...catalogTraining,
  ...commands,
  ...compare,
  ...editing,
  ...firstMinutes,
  ...history,
  ...inputs,
  ...inspector,
  ...measures,
  ...notebook,
  ...output,
  ...pins,
  ...queue,
  ...replay,
  ...runScope,
  ...runs,
  ...saidChecks,
  ...saidNodes,
  ...saidRuns,
  ...secrets,
  ...serving,
  ...shell,
  ...subflows,
  ...sweeps,
  ...tables,
  ...templates,
  ...versions,
};
