import * as fs from 'fs';
import { Outcome } from './check';
import { choice } from './choice';
import { Failure, FORMATS, Run } from './test-report';
import { readTable, TableRequest, TableTest } from './test-table';
import { readWorld, WorldOptions } from './trace';
import { coverageOf } from '../traffic/coverage';
import { send } from '../traffic/entry';
import { mismatchesOf } from '../traffic/expectation';
import { newLimits } from '../traffic/kuadrant/limits';
import { Reply } from '../traffic/outcome';
import { World } from '../traffic/send';
import { refuse } from '../value/problem';

export interface TestOptions extends WorldOptions {
  /** More files or folders of manifests. */
  readonly file?: readonly string[];
  /** One of `text`, `json`, `junit`. */
  readonly format?: string;
  readonly json?: boolean;
  /** Percent of what requests may reach. */
  readonly failUnder?: string;
}

/** Runs a table of requests against manifests: 0 where all is as expected, 1 where not. */
export function test(target: string, tables: readonly string[], options: TestOptions = {}): Outcome {
  const { file = [], format = 'text', failUnder } = options;
  const print = FORMATS[choice('--format', options.json ? 'json' : format, Object.keys(FORMATS))];
  const least = failUnder === undefined ? undefined : percentOf(failUnder);
  const world = readWorld([target, ...file], options);
  const runs = tables.flatMap((table) => {
    if (!fs.statSync(table, { throwIfNoEntry: false })?.isFile()) {
      refuse({
        what: 'table',
        got: table,
        expected: 'a file of tests',
        fix: 'check the spelling and the current directory',
      });
    }
    return readTable(table).map((each) => run(world, table, each));
  });
  const coverage = coverageOf(
    world,
    runs.flatMap(({ replies }) => replies),
  );
  const isUncovered = least !== undefined && coverage.share * 100 < least;
  const isFailed = runs.some(({ failures }) => failures.length > 0) || isUncovered;
  return {
    stdout: print({ runs, coverage, least }),
    stderr: '',
    status: isFailed ? 1 : 0,
  };
}

function percentOf(text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= 0 && value <= 100) return value;
  return refuse({ what: '--fail-under', got: text, expected: 'percent from 0 to 100', fix: 'write it such as 90' });
}

/** Sends the requests of a test one after the other, as limits count them; the first that fares otherwise ends a row. */
function run(world: World, file: string, { name, line, requests }: TableTest): Run {
  const replies: Reply[] = [];
  const failures: Failure[] = [];
  const limits = newLimits();
  const counting = { ...world, limits };
  for (const row of requests) {
    limits.now = row.at;
    for (let time = 1; time <= row.times; time++) {
      const reply = sent(counting, row);
      if (typeof reply !== 'string') replies.push(reply);
      const mismatches =
        typeof reply === 'string'
          ? [{ what: 'request', expected: 'a way to send it', got: reply }]
          : mismatchesOf(reply, row.expect);
      if (mismatches.length === 0) continue;
      failures.push({ row, time, reply: typeof reply === 'string' ? undefined : reply, mismatches });
      break;
    }
  }
  return { name, file, line, replies, failures };
}

/** The reply, or why there is none: no Gateway, or several, would get the request. */
function sent(world: World, { request, via }: TableRequest): Reply | string {
  try {
    return send(world, request, via);
  } catch (error) {
    return (error as Error).message;
  }
}
