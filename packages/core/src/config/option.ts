import { z } from 'zod';
import { isSecret, type Secret } from '../secret.ts';

export type Profile = 'development' | 'test' | 'production';

/** What a default may depend on. */
export interface Given {
  readonly profile: string;
  readonly dataDir: string;
  readonly sqlPoolMax: number;
}

/** An older name. With a `unit`, its plain numbers are in that unit, as they always were. */
export interface Alias {
  readonly name: string;
  readonly unit?: 's';
}

export interface OptionInfo {
  readonly name: string;
  readonly description: string;
  /** Follows "must be". */
  readonly expects: string;
  readonly unit?: string;
  readonly aliases: readonly Alias[];
  /** As it would be written in the environment; without one the option may stay unset. */
  readonly default?: string | ((given: Given) => string);
  readonly secret: boolean;
}

/** The facts about every option, by its schema. */
export const optionInfo = z.registry<OptionInfo>();

/** How the text of a variable becomes a value. */
export interface Kind<S extends z.ZodType> {
  readonly schema: S;
  readonly expects: string;
  readonly unit?: string;
}

interface Extra {
  readonly default?: OptionInfo['default'];
  readonly aliases?: readonly (string | Alias)[];
}

export const option = <S extends z.ZodType>(
  name: string,
  kind: Kind<S>,
  description: string,
  extra: Extra = {},
): S => {
  optionInfo.add(kind.schema, { ...infoOf(name, kind, description, extra), secret: false });
  return kind.schema;
};

/** An option whose value is never shown, and may come from a file: `NAME_FILE`. */
export const secretOption = (
  name: string,
  kind: Kind<z.ZodType<unknown, string>>,
  description: string,
  extra: Extra = {},
) => {
  const fits = (value: unknown): boolean => isSecret(value) && kind.schema.safeParse(value.reveal()).success;
  const schema = z.custom<Secret>(fits, { error: `must be ${kind.expects}` });
  optionInfo.add(schema, { ...infoOf(name, kind, description, extra), secret: true });
  return schema;
};

const infoOf = (name: string, kind: Kind<z.ZodType>, description: string, extra: Extra) => ({
  name,
  description,
  expects: kind.expects,
  aliases: (extra.aliases ?? []).map((alias) => (typeof alias === 'string' ? { name: alias } : alias)),
  ...(kind.unit === undefined ? {} : { unit: kind.unit }),
  ...(extra.default === undefined ? {} : { default: extra.default }),
});
