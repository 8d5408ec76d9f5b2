// The real server in a process of its own, with one addition: runs whose events this process makes. They are appended to the run
// log and published as the executor does it, in batches, so that what a hundred busy nodes would tell can be measured on any machine.
import { MemoryEventBus, SqlRunLog } from '@millrace/drivers';
import { setTimeout as pause } from 'node:timers/promises';
import { parseSettings, startServer } from '../../../apps/server/dist/index.js';

const caught = { log: undefined, bus: undefined };
const ours = new Set();

const { unfinished } = SqlRunLog.prototype;
SqlRunLog.prototype.unfinished = async function () {
  caught.log = this;
  return (await unfinished.call(this)).filter((id) => !ours.has(id)); // the executor leaves them alone
};
const { subscribe } = MemoryEventBus.prototype;
MemoryEventBus.prototype.subscribe = function (listener) {
  caught.bus = this;
  return subscribe.call(this, listener);
};

const [dataDir, port] = process.argv.slice(2);
const settings = parseSettings({ MILLRACE_DATA_DIR: dataDir, MILLRACE_PORT: port, MILLRACE_LOG_LEVEL: 'error', MILLRACE_PLUGINS_DIRS: process.env.MILLRACE_PLUGINS_DIRS }, dataDir);
const server = await startServer({ settings, launchFolder: dataDir, sample: false });
process.send({ ready: { url: server.url, token: server.token } });

const actions = {
  /** Makes a run in which every node has started. */
  async begin({ workflowId, nodeIds }) {
    const { runId } = await caught.log.create({ workflowId, workflowVersion: 1, nodeIds, trigger: { kind: 'manual' } });
    ours.add(runId);
    caught.bus.publish(await caught.log.read(runId));
    await tell(runId, [{ type: 'run.started' }, ...nodeIds.map((nodeId) => ({ type: 'node.started', nodeId, attempt: 1, key: nodeId }))]);
    return { runId };
  },

  /** The nodes report their progress in turn, `perSecond` events in all, gathered for `batchMilliseconds`. Answers when each was told. */
  async report({ runId, nodeIds, perSecond, seconds, batchMilliseconds }) {
    const total = Math.round(perSecond * seconds);
    const told = [];
    const start = performance.now();
    while (told.length < total) {
      const due = Math.min(total, Math.floor((performance.now() - start) * perSecond / 1000));
      const bodies = [];
      for (let index = told.length; index < due; index++) {
        const [nodeId, turn] = [nodeIds[index % nodeIds.length], 1 + Math.floor(index / nodeIds.length)];
        told.push({ nodeId, turn, at: performance.timeOrigin + performance.now() });
        bodies.push({ type: 'node.progress', nodeId, attempt: 1, progress: { fraction: turn / 10_000, detail: { epoch: 1, epochs: 3, loss: 1 / turn } } });
      }
      if (bodies.length > 0) await tell(runId, bodies);
      await pause(batchMilliseconds);
    }
    return { told, milliseconds: performance.now() - start };
  },

  async end({ runId }) {
    await tell(runId, [{ type: 'run.finished', outcome: 'succeeded' }]);
    return {};
  },
};

process.on('message', async ({ id, name, args }) => {
  try {
    process.send({ id, answer: await actions[name](args) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
process.once('disconnect', () => void server.close().then(() => process.exit(0)));

async function tell(runId, bodies) {
  caught.bus.publish(await caught.log.append(runId, bodies));
}
