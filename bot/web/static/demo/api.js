// Talking to the server: requests that answer, and the stream of what changes.

export class Trouble extends Error {}

async function answered(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Trouble(body.error || "没有成功，请稍后再试。");
  return body;
}

async function send(path, options) {
  let response;
  try {
    response = await fetch(path, options);
  } catch {
    throw new Trouble("连不上服务，请看看它是不是还开着。");
  }
  return answered(response);
}

export const get = (path) => send(path, { headers: { Accept: "application/json" } });

export const post = (path, body) =>
  send(path, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

export const upload = (file) => send("/demo/files", { method: "POST", body: file });

// Keeps a socket open. `opened` runs at every (re)connection and must fetch everything afresh: what
// was said while nobody listened is in no later change.
export function listen({ opened, changed, lost }) {
  let wait = 500;
  const connect = () => {
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/demo/ws`);
    socket.onmessage = (event) => {
      const change = JSON.parse(event.data);
      if (change.what === "hello") {
        wait = 500;
        opened();
      } else {
        changed(change);
      }
    };
    socket.onclose = () => {
      lost();
      setTimeout(connect, wait);
      wait = Math.min(wait * 2, 3000);
    };
  };
  connect();
}
