/** What the server is working on. One stream tells of all jobs; it resumes by itself after a lost connection. */
import { SvelteMap } from "svelte/reactivity";
import { forget, get, send } from "./api";
import type { Job } from "./types";

class Jobs {
  #all = new SvelteMap<string, Job>();
  #stream: EventSource | undefined;
  /** Whether the stream is open; false while the browser tries again. */
  live = $state(false);

  /** Newest first. */
  get all(): Job[] {
    return [...this.#all.values()].reverse();
  }
  get busy(): Job[] {
    return this.all.filter((job) => job.state === "running" || job.state === "queued");
  }
  /** The job that makes (or made) a run. */
  of(run: string): Job | undefined {
    return this.all.find((job) => job.run === run);
  }
  get(id: string): Job | undefined {
    return this.#all.get(id);
  }

  /** Begin to listen; once is enough. */
  listen() {
    if (this.#stream || typeof EventSource === "undefined") return;
    void get<Job[]>("/api/jobs").then(
      (found) => found.reverse().forEach((job) => this.#learn(job)),
      () => {},
    );
    this.#stream = new EventSource("/api/events");
    this.#stream.onopen = () => (this.live = true);
    this.#stream.onerror = () => (this.live = false);
    this.#stream.addEventListener("job", (event) => this.#learn(JSON.parse(event.data)));
    this.#stream.addEventListener("gone", (event) => this.#all.delete(JSON.parse(event.data).id));
  }

  #learn(job: Job) {
    const known = this.#all.get(job.id);
    if (known && known.number > job.number) return;
    if (job.state === "done" && known?.state !== "done") {
      forget("/api/runs");
    }
    this.#all.set(job.id, job);
  }

  async begin(ask: object): Promise<Job> {
    const job = await send<Job>("/api/jobs", ask);
    this.#learn(job);
    return job;
  }

  async tell(id: string, what: "pause" | "stop" | "resume") {
    this.#learn(await send<Job>(`/api/jobs/${id}/${what}`));
  }

  async forget(id: string) {
    await send(`/api/jobs/${id}`, {}, "DELETE");
    this.#all.delete(id);
  }

  /** The answer of a job as soon as it is done; rejects when it fails or is stopped. */
  async answer<T>(id: string): Promise<T> {
    return get<T>(`/api/jobs/${id}/answer`);
  }
}

export const jobs = new Jobs();
