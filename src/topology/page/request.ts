import { element, input } from './dom';
import { PageData } from '../html';
import { Traced, TracedRequest, tracerOf } from '../trace';

/** Sends what the form says, through the models of the page. */
export function onRequest(
  { graph, objects, options }: PageData,
  gateway: () => string | undefined,
  onTrace: (traced: Traced) => void,
  onFault: (message: string) => void,
): void {
  let tracer: ReturnType<typeof tracerOf> | undefined;
  element('request').addEventListener('submit', (event) => {
    event.preventDefault();
    // Read on first use, as many look at the picture alone.
    tracer ??= tracerOf(graph, objects, options);
    const country = document.getElementById('country') as HTMLInputElement | null;
    try {
      const fields = {
        method: input('method').value,
        url: input('url').value.trim() || input('url').placeholder,
        headers: headersOf(input('headers').value),
        country: country?.value.trim().toUpperCase() || undefined,
      };
      onTrace(sent(tracer, fields, gateway()));
    } catch (error) {
      onFault((error as Error).message);
    }
  });
}

/** Where several Gateways are for a host, the one that is selected gets the request. */
function sent(tracer: ReturnType<typeof tracerOf>, fields: TracedRequest, via: string | undefined): Traced {
  try {
    return tracer(fields);
  } catch (error) {
    if (via === undefined || !(error as Error).message.startsWith('gateway:')) throw error;
    return tracer({ ...fields, via });
  }
}

/** `name: value; name: value` */
const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text
      .split(/;\s*/)
      .map((part) => /^\s*([^:\s]+):\s*(.*)$/.exec(part))
      .flatMap((found) => (found ? [[found[1], found[2]] as const] : [])),
  );
