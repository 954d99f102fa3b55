/** The class room, from the teacher's side: pupils answer from their phones, only counts come back. */
import { get, send } from "./api";
import type { Moment, Room } from "./lesson";

export class ClassRoom {
  now = $state.raw<Room | null>(null);
  refused = $state.raw<unknown>();
  #stream: EventSource | undefined;
  /** the moment whose question was put last */
  #asked = -1;

  get open(): boolean {
    return this.now?.open ?? false;
  }

  /** Look whether the room is open already, and follow it. */
  async look() {
    try {
      this.#learn(await get<Room>("/api/room"));
    } catch {
      this.now = null;
    }
  }

  async begin() {
    await this.#tell("/api/room");
    this.#asked = -1;
  }

  /** Put the question of a moment; the same moment is asked once. */
  async ask(moment: Moment) {
    if (!this.open || this.#asked === moment.number) return;
    this.#asked = moment.number;
    await this.#tell("/api/room/question", { question: moment.question, options: moment.options });
  }

  async hold() {
    if (this.open && this.now?.taking) await this.#tell("/api/room/hold");
  }

  async close() {
    await send("/api/room", {}, "DELETE").catch((error) => (this.refused = error));
    this.leave();
    this.now = null;
  }

  /** No longer follow it; it stays open. */
  leave() {
    this.#stream?.close();
    this.#stream = undefined;
  }

  async #tell(path: string, body: unknown = {}) {
    try {
      this.#learn(await send<Room>(path, body));
      this.refused = undefined;
    } catch (error) {
      this.refused = error;
    }
  }

  #learn(room: Room) {
    this.now = room;
    if (!room.open || this.#stream || typeof EventSource === "undefined") return;
    this.#stream = new EventSource("/api/room/events");
    this.#stream.addEventListener("room", (event) => (this.now = JSON.parse(event.data)));
  }
}
