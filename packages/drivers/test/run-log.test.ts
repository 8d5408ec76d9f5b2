import { SqlRunLog } from '@millrace/drivers';
import { onEachDatabase } from './on-each-database.ts';
import { runLogContract } from './run-log.contract.ts';

onEachDatabase('SqlRunLog', (open) => runLogContract(async () => new SqlRunLog(await open())));
