/** Indexes that an engine keeps beside its language, with no statement to make or to list them. */
export interface SearchIndexes {
  hasText(label: string, property: string): Promise<boolean>;
  createText(label: string, property: string): Promise<void>;
  dropText(label: string, property: string): Promise<void>;
  /** The dimensions that an index expects; undefined where there is no index. */
  vectorDimensions(label: string, property: string): Promise<number | undefined>;
  createVector(label: string, property: string, dimensions: number, similarity: Similarity): Promise<void>;
  dropVector(label: string, property: string): Promise<void>;
}
type Similarity = 'cosine' | 'euclidean';
