import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { textOf } from './repository.ts';

export interface Service {
  /** Unless it is built here. */
  readonly image?: string;
  readonly build?: string;
  readonly profiles: readonly string[];
  readonly restart: string;
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets: readonly string[];
  readonly ports: readonly string[];
  readonly volumes: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly logging: { readonly options: Readonly<Record<string, string>> };
  readonly deploy: { readonly resources: { readonly limits: Readonly<Record<string, unknown>> } };
}

export interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, object>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const ajv = new Ajv({
  strict: false,
  validateSchema: false, // the schema names its own dialect by an address that ajv does not know
  allErrors: true,
  formats: {
    duration: /^(\d+(\.\d+)?(us|ms|s|m|h))+$/,
    ports: /^([\d.]+:)?(\d+:)?\d+(\/(tcp|udp))?$/,
    expose: true,
    subnet_ip_address: true,
  },
});
const isCompose = ajv.compile<Compose>(JSON.parse(textOf('tooling/release/compose-spec.schema.json')));

/** As Compose sees the text where no variable is set: anchors merged, `${NAME:-default}` filled in. */
export const readCompose = (text: string): Compose => {
  const filled = text.replace(/\$\{\w+:-([^}]*)\}/g, '$1');
  const compose: unknown = parse(filled, { merge: true });
  if (isCompose(compose)) return compose;
  throw new Error(ajv.errorsText(isCompose.errors, { separator: '\n' }));
};

export const composeText = textOf('docker-compose.yml');
export const compose = readCompose(composeText);

export const serviceOf = (name: string): Service => {
  const service = compose.services[name];
  if (service === undefined) throw new Error(`docker-compose.yml has no service ${name}`);
  return service;
};
