import { ApiObject, App } from 'cdk8s';
import { Located, Manifest } from '../manifest/manifest';
import { directoryOf } from '../resource/output-directory';

/** The objects of a program, with the output directory of each. */
export const objectsOf = (app: App): Located[] =>
  app.node
    .findAll()
    .filter((construct): construct is ApiObject => ApiObject.isApiObject(construct))
    .map((object) => ({
      where: object.node.path,
      group: directoryOf(object.chart).path,
      manifest: object.toJson() as Manifest,
    }));
