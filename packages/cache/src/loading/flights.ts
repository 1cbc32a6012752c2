import { Flight } from './flight.ts';

/** The loads under way, one for each key. */
export class Flights {
  readonly #byKey = new Map<string, Flight>();

  get size(): number {
    return this.#byKey.size;
  }

  get(key: string): Flight | undefined {
    return this.#byKey.get(key);
  }

  open(key: string, began: number): Flight {
    const flight = new Flight(began);
    this.#byKey.set(key, flight);
    return flight;
  }

  close(key: string, flight: Flight): void {
    if (this.#byKey.get(key) === flight) this.#byKey.delete(key);
  }

  /** Those who come from now on do not join it. */
  detach(key: string): void {
    this.#byKey.delete(key);
  }

  detachAll(): void {
    this.#byKey.clear();
  }
}
