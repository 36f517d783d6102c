import { cronProblem } from '../../src/value/cron';

test.each([
  '0 12 * * *',
  '*/15 0-6,22-23 1,15 jan-MAR mon',
  '? 3 ? * 0-6/2',
  '5/10 * * * SUN,sat',
  '@daily',
  '@every 1h30m',
  'CRON_TZ=Europe/Berlin 0 3 * * 6',
  'TZ=UTC  @weekly',
])('%s can be read', (text) => expect(cronProblem(text)).toBeUndefined());

test.each([
  ['', 'write five fields'],
  ['CRON_TZ=UTC', 'write five fields'],
  ['0 0 12 * * *', 'write five fields'],
  ['60 * * * *', 'correct the minute'],
  ['* 24 * * *', 'correct the hour'],
  ['* * 0 * *', 'correct the day of the month'],
  ['* * * foo *', 'correct the month'],
  ['* * * * 7', 'correct the day of the week'],
  ['5-1 * * * *', 'correct the minute'],
  ['*/0 * * * *', 'correct the minute'],
  ['1-2-3 * * * *', 'correct the minute'],
  ['@sometimes', 'use one of'],
  ['@every day', 'use one of'],
])('%s cannot', (text, problem) => expect(cronProblem(text)).toContain(problem));
