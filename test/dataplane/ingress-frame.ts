import * as path from 'path';

/** Where the parts of a test listen. */
export interface Ports {
  readonly http: number;
  readonly https: number;
  /** Backend that plays an upstream, by `namespace-service-port`. */
  readonly upstream: (name: string) => number;
  readonly auth: number;
}

/** The controller's own default backend. */
export const NOBODY = 'upstream-default-backend';

/** Ports of Services that Ingresses name, as the controller calls them. */
export const UPSTREAMS: readonly string[] = [
  'shop-web-80',
  'shop-api-80',
  'shop-api-8080',
  'shop-shop-80',
  'shop-other-80',
  'shop-next-80',
  'shop-canary-80',
  'shop-usual-80',
];

/** What is around servers in the configuration of nginx. */
export function frame(servers: readonly string[], directory: string, ports: Ports): string {
  return `load_module ${MODULES}/ngx_http_headers_more_filter_module.so;
daemon off;
master_process off;
pid ${path.join(directory, 'pid')};
error_log ${path.join(directory, 'error.log')} warn;
events { worker_connections 512; }
http {
  access_log off;
  client_body_temp_path ${path.join(directory, 'body')};
  proxy_temp_path ${path.join(directory, 'proxy')};
  fastcgi_temp_path ${path.join(directory, 'fastcgi')};
  uwsgi_temp_path ${path.join(directory, 'uwsgi')};
  scgi_temp_path ${path.join(directory, 'scgi')};
  server_names_hash_bucket_size 256;
  variables_hash_max_size 2048;
  server_name_in_redirect off;
  port_in_redirect off;
  uninitialized_variable_warn off;
  default_type text/html;
  ssl_certificate ${path.join(directory, 'tls.crt')};
  ssl_certificate_key ${path.join(directory, 'tls.key')};
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  map $http_x_request_id $req_id { default $http_x_request_id; '' $request_id; }
  map $scheme $pass_port { https 443; default 80; }
  map $request_uri $uri_without_slash { default $request_uri; "~^(?<most>.*)/$" $most; }
  map $http_host $host_part { default $http_host; "~^(?<name_part>[^:]*):" $name_part; }
  map "$scheme:$host" $scheme_host { default "$scheme:$host"; }
  set_real_ip_from 127.0.0.0/8;
  real_ip_header X-Played-Client;
  proxy_http_version 1.1;
  ${UPSTREAMS.map((name) => `upstream ${name} { server 127.0.0.1:${ports.upstream(name)}; }`).join('\n  ')}
  upstream ${NOBODY} { server 127.0.0.1:${ports.upstream(NOBODY)}; }
${servers.join('\n')}
}
`;
}

const MODULES = process.env.NGINX_MODULES ?? '/usr/lib/nginx/modules';
