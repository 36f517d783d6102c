import { dotOf } from './dot';
import { htmlOf } from './html';
import { mermaidOf } from './mermaid';
import { TopologyGraph } from './nodes';
import { svgOf } from './svg';
import { Located } from '../manifest/manifest';
import { ModelOptions } from '../model/model';

/** A graph, and what a page needs beside it. */
export interface Subject {
  readonly graph: TopologyGraph;
  readonly objects: readonly Located[];
  readonly options: ModelOptions;
  readonly title: string;
}

export type TopologyFormat = 'html' | 'svg' | 'mermaid' | 'dot' | 'json';

/** What a graph is written as, by name. */
export const FORMATS: Readonly<Record<TopologyFormat, (subject: Subject) => string>> = {
  html: ({ graph, objects, title, options }) => htmlOf(graph, objects, title, options),
  svg: ({ graph }) => svgOf(graph),
  mermaid: ({ graph }) => mermaidOf(graph),
  dot: ({ graph }) => dotOf(graph),
  json: ({ graph }) => `${JSON.stringify(graph, null, 2)}\n`,
};
