/** A write by a bound model, which names what to use instead. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
  /** The method of a repository that does the same. */
  readonly instead: string;

  constructor(label: string, method: string, instead: string) {
    super(
      `${label}.${method} is refused: models that are bound to definitions read. Use ${instead} of a repository, or bind with { writes: 'allow' }.`,
    );
    this.instead = instead;
  }
}

const ofModels: Readonly<Record<string, string>> = {
  createOne: 'create(…)',
  createMany: 'createMany(…)',
  update: 'patchMany(…)',
  delete: 'removeMany(…)',
  relateTo: 'relateMany(…)',
  createRelationship: 'relateMany(…)',
  updateRelationship: 'relate(…)',
  deleteRelationships: 'unrelate(…)',
};
const ofInstances: Readonly<Record<string, string>> = {
  save: 'create(…) or patch(…)',
  delete: 'remove(…)',
  relateTo: 'relate(…)',
  updateRelationship: 'relate(…)',
};

const ofRunners: Readonly<Record<string, string>> = {
  create: 'createMany(…)',
  update: 'patchMany(…)',
  delete: 'removeMany(…)',
  createRelationship: 'relateMany(…)',
};

/** Puts an error in the place of each method of a model, and of its instances, that writes. */
export const refuseWrites = (label: string, model: { prototype: object }): void => {
  replace(model, label, ofModels);
  replace(model.prototype, label, ofInstances);
};

export const refuseRunnerWrites = (queryRunner: object): void =>
  replace(queryRunner, 'queryRunner', ofRunners);

const replace = (target: object, label: string, methods: Readonly<Record<string, string>>): void => {
  for (const [method, instead] of Object.entries(methods))
    Object.defineProperty(target, method, {
      value: () => Promise.reject(new WriteRefused(label, method, instead)),
    });
};
