import type { Problem } from "../../../shared/api";
import { Refused, Unreachable } from "./client";

interface Sending {
  path: string;
  file: File;
  /** Called with the share that has been sent, 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
}

/**
 * Sends one file as it is by PUT, telling how far it is, which `fetch` cannot.
 * Raises Refused for any answer that is not 2xx, Unreachable when none came, AbortError when cancelled.
 */
export function sendFile<T>({ path, file, onProgress, signal }: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const cancel = () => request.abort();
    request.open("PUT", `/api/v1${path}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("Accept", "application/json");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total ? loaded / total : 0);
    request.onload = () => {
      const good = request.status >= 200 && request.status < 300;
      if (good) resolve(JSON.parse(request.responseText) as T);
      else reject(new Refused(problemOf(request), null));
    };
    request.onerror = () => reject(new Unreachable("no answer from the server"));
    request.onabort = () => reject(new DOMException("cancelled", "AbortError"));
    request.onloadend = () => signal.removeEventListener("abort", cancel);
    signal.addEventListener("abort", cancel);
    if (signal.aborted) reject(new DOMException("cancelled", "AbortError"));
    else request.send(file);
  });
}

function problemOf(request: XMLHttpRequest): Problem {
  try {
    return { ...(JSON.parse(request.responseText) as Partial<Problem>), status: request.status };
  } catch {
    // A proxy's error page is not a problem document; its status still says enough.
    return { status: request.status, title: request.statusText };
  }
}
