import { Context } from './context';
import { IngressItem } from '../ingress/servers';
import { CorsSettings } from '../ingress/settings';
import { Filter } from '../manifest/gateway-api';

const ORIGIN = /^\*$|^https?:\/\/((\*\.)?([a-zA-Z0-9-]+\.)*[a-zA-Z0-9-]+|\*)(:\d{1,5})?$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'] as const;
const listOf = (text: string) => [...new Set(text.split(',').map((each) => each.trim()))].filter((each) => each !== '');

/** Requests of pages of other origins. */
export function corsFilter(cors: CorsSettings, ingress: IngressItem, { notes }: Context): Filter[] {
  const origins = cors.origins.filter((origin) => ORIGIN.test(origin));
  const others = cors.origins.filter((origin) => !ORIGIN.test(origin));
  if (others.length > 0) {
    const text = `a filter CORS takes origins such as https://*.example.com, not ${others.join(', ')}; leave them out, or name the hosts`;
    notes.annotation(ingress, 'cors-allow-origin', 'refused', text);
  }
  if (origins.length === 0) return [];
  notes.annotation(
    ingress,
    'enable-cors',
    'differs',
    'filter CORS: it answers preflight requests of these origins with 200, where nginx answers every OPTIONS with 204',
  );
  const methods = listOf(cors.methods.toUpperCase());
  return [
    {
      type: 'CORS',
      cors: {
        allowOrigins: origins,
        allowMethods: METHODS.filter((method) => methods.includes(method) || methods.includes('*')),
        allowHeaders: listOf(cors.headers),
        exposeHeaders: cors.exposedHeaders === undefined ? undefined : listOf(cors.exposedHeaders),
        // Browsers take no credentials from every origin.
        allowCredentials: (cors.allowsCredentials && !origins.includes('*')) || undefined,
        maxAge: cors.maxAge > 0 ? cors.maxAge : undefined,
      },
    },
  ];
}
